import { Command } from 'commander'
import { version } from '../app/version.ts'
import type { AddCommand } from './commands/command.ts'

/** The commands by their names, in the order of the help. */
export const commands: Record<string, () => Promise<AddCommand>> = {
  serve: async () => (await import('./commands/serve.ts')).addServe,
  query: async () => (await import('./commands/query.ts')).addQuery,
  ingest: async () => (await import('./commands/ingest.ts')).addIngest,
  search: async () => (await import('./commands/search.ts')).addSearch,
  login: async () => (await import('./commands/login.ts')).addLogin,
  logout: async () => (await import('./commands/login.ts')).addLogout,
  users: async () => (await import('./commands/users.ts')).addUsers,
  keys: async () => (await import('./commands/keys.ts')).addKeys,
  audit: async () => (await import('./commands/audit.ts')).addAudit,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  schema: async () => (await import('./commands/schema.ts')).addSchema,
  policies: async () => (await import('./commands/policies.ts')).addPolicies,
  eval: async () => (await import('./commands/eval.ts')).addEval,
  migrate: async () => (await import('./commands/migrate.ts')).addMigrate,
  config: async () => (await import('./commands/config.ts')).addConfig,
  openapi: async () => (await import('./commands/openapi.ts')).addOpenapi,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
}

/** The command line: with one command alone where it is named, so that no other is loaded, else with all of them. */
export const openProgram = async (name?: string): Promise<Command> => {
  const program = new Command('ai-agent')
    .description('Questions in plain words over your databases and documents.')
    .version(version)
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
  const wanted = name !== undefined && Object.hasOwn(commands, name) ? [name] : Object.keys(commands)
  for (const one of wanted) (await commands[one]?.())?.(program)
  return program
}
