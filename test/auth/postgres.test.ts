import knex from 'knex'
import { authSuite } from '../../src/modules/auth/auth-suite.test.ts'
import { openAuth } from '../../src/modules/auth/open-auth.test.ts'
import { postgresUrl } from '../support/services.ts'

authSuite('auth on PostgreSQL', async () => {
  const url = postgresUrl()
  const database = knex({ client: 'pg', connection: url })
  await database.raw('drop schema if exists ai_agent_auth cascade')
  await database.destroy()
  return openAuth({}, { storage: { dialect: 'postgres', url }, remove: () => undefined })
})
