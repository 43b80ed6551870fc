import { ragSuite } from '../../../test/support/rag-suite.ts'

ragSuite('rag on SQLite', () => Promise.resolve({ drop: () => Promise.resolve() }))
