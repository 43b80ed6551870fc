import { holdersSuite } from '../../../../test/support/holders-suite.ts'
import { retrievalSuite } from '../../../../test/support/retrieval-suite.ts'

const inFolder = async () => ({ drop: () => Promise.resolve() })

retrievalSuite('retrieval on SQLite', inFolder, ['sqlite', 'vectra'])
holdersSuite('who holds a word, on SQLite', inFolder)
