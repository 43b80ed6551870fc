export { createLexicalIndex, type LexicalHit } from './lexical.ts'
export { lexicalQuery, type LexicalQuery } from './lexical-query.ts'
export { inverseFrequency } from './lexical-score.ts'
