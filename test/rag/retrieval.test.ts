import { freshDatabase } from '../support/fresh-database.ts'
import { retrievalSuite } from '../support/retrieval-suite.ts'

retrievalSuite('retrieval on PostgreSQL', freshDatabase, ['sqlite', 'vectra'])
