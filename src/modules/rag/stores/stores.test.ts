import { retrievalSuite } from '../../../../test/support/retrieval-suite.ts'

retrievalSuite('retrieval on SQLite', async () => ({ drop: () => Promise.resolve() }), ['sqlite', 'vectra'])
