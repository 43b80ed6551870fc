import { Command, CommanderError } from 'commander'
import { addAudit } from './cli/commands/audit.ts'
import { addConfig } from './cli/commands/config.ts'
import { addDoctor } from './cli/commands/doctor.ts'
import { addEval } from './cli/commands/eval.ts'
import { addIngest } from './cli/commands/ingest.ts'
import { addKeys } from './cli/commands/keys.ts'
import { addLogin } from './cli/commands/login.ts'
import { addMigrate } from './cli/commands/migrate.ts'
import { addOpenapi } from './cli/commands/openapi.ts'
import { addQuery } from './cli/commands/query.ts'
import { addSchema } from './cli/commands/schema.ts'
import { addSearch } from './cli/commands/search.ts'
import { addServe } from './cli/commands/serve.ts'
import { addUsers } from './cli/commands/users.ts'
import { addVerify } from './cli/commands/verify.ts'
import { Exit, exitCode } from './cli/exit.ts'
import { say } from './cli/output.ts'
import { AppError } from './platform/errors.ts'
import { version } from './app/version.ts'

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
  addEval,
  addMigrate,
  addConfig,
  addOpenapi,
  addDoctor,
]

const codeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
  if (error instanceof Exit) {
    if (error.message) say(error.message)
    return error.code
  }
  if (error instanceof AppError) {
    say(`ai-agent: ${error.message}`)
    return error.code === 'invalid' ? exitCode.usage : exitCode.negative
  }
  say(`ai-agent: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return exitCode.negative
}

const program = new Command('ai-agent')
  .description('Questions in plain words over your databases and documents.')
  .version(version)
  .exitOverride()
  .configureHelp({ sortSubcommands: false })
for (const add of commands) add(program)
for (const command of program.commands) command.exitOverride()

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = codeOf(error)
}
