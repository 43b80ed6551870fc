import { ragSuite } from '../support/rag-suite.ts'

ragSuite('rag on SQLite', () => Promise.resolve({ drop: () => Promise.resolve() }))
