import { Option } from 'commander'
import { roles, type Role } from '../../contract/roles.ts'
import { AppError } from '../../platform/errors.ts'
import { print, printJson } from '../output.ts'
import { withSession, type Session } from '../session/index.ts'
import { table } from '../table.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'
import { askSecret } from './login.ts'

type Flags = SessionFlags & { json?: boolean }

const idOf = async ({ clients, call }: Session<'auth'>, username: string): Promise<string> => {
  const { items } = await clients.auth.listUsers({ username }, call())
  const found = items[0]
  if (!found) throw new AppError('not_found', `There is no user "${username}".`)
  return found.user_id
}

/** `ai-agent users …`: accounts, their roles, and shutting them out. */
export const addUsers: AddCommand = (program) => {
  const users = program.command('users').description('manage accounts')

  withSessionFlags(users.command('create').argument('<username>'))
    .description('make an account; the password is asked for, or read from standard input')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('user'))
    .option('--json', 'as JSON')
    .action(async (username: string, flags: Flags & { role: Role }) => {
      const password = await askSecret(`Password for ${username}: `)
      await withSession(flags, ['auth'], async ({ clients, call }) => {
        const { user } = await clients.auth.createUser({ username, password, role: flags.role }, call())
        if (flags.json) printJson(user)
        else print(`Made ${user.username} (${user.role}).`)
      })
    })

  withSessionFlags(users.command('list'))
    .description('list accounts')
    .option('--json', 'as JSON')
    .action(async (flags: Flags) => {
      await withSession(flags, ['auth'], async ({ clients, call }) => {
        const all = []
        for (let cursor: string | undefined, more = true; more;) {
          const page = await clients.auth.listUsers({ limit: 100, ...(cursor ? { cursor } : {}) }, call())
          all.push(...page.items)
          cursor = page.next_cursor ?? undefined
          more = cursor !== undefined
        }
        if (flags.json) return printJson(all)
        const rows = all.map(({ username, role, disabled, created_at }) => [
          username,
          role,
          disabled ? 'disabled' : '',
          created_at,
        ])
        print(table(['username', 'role', 'state', 'created'], rows))
      })
    })

  withSessionFlags(users.command('set-role').argument('<username>'))
    .description('change what somebody may do')
    .addArgument(users.createArgument('<role>').choices(roles))
    .action(async (username: string, role: Role, flags: Flags) => {
      await withSession(flags, ['auth'], async (session) => {
        await session.clients.auth.updateUser({ id: await idOf(session, username), role }, session.call())
        print(`${username} is ${role} now.`)
      })
    })

  withSessionFlags(users.command('disable').argument('<username>'))
    .description('shut somebody out; their sessions end at once')
    .action(async (username: string, flags: Flags) => {
      await withSession(flags, ['auth'], async (session) => {
        await session.clients.auth.updateUser({ id: await idOf(session, username), disabled: true }, session.call())
        print(`${username} is disabled.`)
      })
    })
}
