import { temporaryFolder } from '../support/folder.ts'
import { filterSuite } from '../support/filter-suite.ts'
import { freshDatabase } from '../support/fresh-database.ts'

filterSuite('metadata filters on SQLite', async () => {
  const folder = await temporaryFolder()
  return { url: `sqlite:${folder.path}`, drop: folder.remove }
})
filterSuite('metadata filters on PostgreSQL', freshDatabase)
