import { freshDatabase } from '../support/fresh-database.ts'
import { ragSuite } from '../support/rag-suite.ts'

ragSuite('rag on PostgreSQL', freshDatabase)
