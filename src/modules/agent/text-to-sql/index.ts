export { createTextToSql } from './choose-engine.ts'
export { createLlmEngine } from './llm/engine.ts'
export { createSemanticEngine, type SemanticEngine } from './semantic/engine.ts'
