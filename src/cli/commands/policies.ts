import { readFile } from 'node:fs/promises'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { contracts } from '../../app/clients.ts'
import { AppError } from '../../platform/errors.ts'
import { Exit, exitCode } from '../exit.ts'
import { print, printJson } from '../output.ts'
import { withSession } from '../session/index.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

type Flags = SessionFlags & { database: string; json?: boolean }

const wholeFile = z.object({ databases: z.record(z.string(), z.unknown()) })

const inputOf = (name: string, policy: unknown) => {
  const parsed = contracts.agent.operations.checkPolicies.input.safeParse({ name, policy })
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw new AppError('invalid', `${first?.path.join('.') ?? 'policy'}: ${first?.message}`)
}

/** The policy of one database, from a file that holds it alone or that is a whole policy file. */
const readPolicy = async (path: string, database: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new AppError('invalid', `${path}: there is no such file, or it cannot be read`)
  })
  let value: unknown
  try {
    value = parse(text) ?? {}
  } catch (error) {
    throw new AppError('invalid', `${path}: ${error instanceof Error ? error.message.split('\n')[0] : 'is not YAML'}`)
  }
  const whole = wholeFile.safeParse(value)
  if (!whole.success) return value
  if (Object.hasOwn(whole.data.databases, database)) return whole.data.databases[database]
  throw new AppError('invalid', `${path}: says nothing of the database ${database}`)
}

/** `ai-agent policies …`: who may see what of a database. */
export const addPolicies: AddCommand = (program) => {
  const policies = program.command('policies').description('who may see what of a database')

  withSessionFlags(policies.command('show'))
    .description('the policy in force, and where it comes from')
    .option('--database <name>', 'which database', 'default')
    .option('--json', 'as JSON')
    .action(async (flags: Flags) => {
      await withSession(flags, ['agent'], async ({ clients, call }) => {
        const found = await clients.agent.policies({ name: flags.database }, call())
        if (flags.json) return printJson(found)
        const { policy, source, version, updated_by: by, updated_at: at } = found
        const since = by === null ? '' : `, version ${version}, last changed by ${by} at ${at}`
        print(`# ${flags.database}: ${source === 'api' ? 'set since the start' : `from ${source}`}${since}`)
        if (policy) print(stringify(policy))
      })
    })

  withSessionFlags(policies.command('check').argument('<file>'))
    .description('say what is wrong with a policy, without setting it')
    .option('--database <name>', 'which database', 'default')
    .option('--json', 'as JSON')
    .action(async (path: string, flags: Flags) => {
      const input = inputOf(flags.database, await readPolicy(path, flags.database))
      await withSession(flags, ['agent'], async ({ clients, call }) => {
        const found = await clients.agent.checkPolicies(input, call())
        if (flags.json) printJson(found)
        else if (found.valid) print('Every name is there, and every condition runs.')
        else for (const { path: place, message } of found.errors) print(`${place}: ${message}`)
        if (!found.valid) throw new Exit(exitCode.negative)
      })
    })

  withSessionFlags(policies.command('set').argument('<file>'))
    .description("set the policy of a database; it stands in place of the policy file's")
    .option('--database <name>', 'which database', 'default')
    .action(async (path: string, flags: Flags) => {
      const input = inputOf(flags.database, await readPolicy(path, flags.database))
      await withSession(flags, ['agent'], async ({ clients, call }) => {
        const { message } = await clients.agent.replacePolicies(input, call())
        print(message)
      })
    })

  withSessionFlags(policies.command('unset'))
    .description("take back the policy that was set; the policy file's holds again")
    .option('--database <name>', 'which database', 'default')
    .action(async (flags: Flags) => {
      await withSession(flags, ['agent'], async ({ clients, call }) => {
        const { message } = await clients.agent.removePolicies({ name: flags.database }, call())
        print(message)
      })
    })
}
