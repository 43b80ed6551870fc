import { Command } from 'commander'
import { addAudit } from './commands/audit.ts'
import { addConfig } from './commands/config.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEval } from './commands/eval.ts'
import { addIngest } from './commands/ingest.ts'
import { addKeys } from './commands/keys.ts'
import { addLogin } from './commands/login.ts'
import { addMigrate } from './commands/migrate.ts'
import { addOpenapi } from './commands/openapi.ts'
import { addPolicies } from './commands/policies.ts'
import { addQuery } from './commands/query.ts'
import { addSchema } from './commands/schema.ts'
import { addSearch } from './commands/search.ts'
import { addServe } from './commands/serve.ts'
import { addUsers } from './commands/users.ts'
import { addVerify } from './commands/verify.ts'
import { version } from '../app/version.ts'

const commands = [
  addServe,
  addQuery,
  addIngest,
  addSearch,
  addLogin,
  addUsers,
  addKeys,
  addAudit,
  addVerify,
  addSchema,
  addPolicies,
  addEval,
  addMigrate,
  addConfig,
  addOpenapi,
  addDoctor,
]

/** The whole command line. */
export const program = new Command('ai-agent')
  .description('Questions in plain words over your databases and documents.')
  .version(version)
  .exitOverride()
  .configureHelp({ sortSubcommands: false })
for (const add of commands) add(program)
