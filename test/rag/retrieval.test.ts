import { freshDatabase } from '../support/fresh-database.ts'
import { holdersSuite } from '../support/holders-suite.ts'
import { retrievalSuite } from '../support/retrieval-suite.ts'

retrievalSuite('retrieval on PostgreSQL', freshDatabase, ['sqlite', 'vectra'])
holdersSuite('who holds a word, on PostgreSQL', freshDatabase)
