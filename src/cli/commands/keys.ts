import { print, printJson } from '../output.ts'
import { withSession } from '../session/index.ts'
import { table } from '../table.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

type Flags = SessionFlags & { json?: boolean }

/** `ai-agent keys …`: the keys that tokens are signed with. */
export const addKeys: AddCommand = (program) => {
  const keys = program.command('keys').description('manage the keys that tokens are signed with')

  withSessionFlags(keys.command('rotate'))
    .description('sign with a new key; tokens of the one before stay good until they expire')
    .action(async (flags: Flags) => {
      await withSession(flags, ['auth'], async ({ clients, call }) => {
        const { key } = await clients.auth.rotateKeys({}, call())
        print(`Tokens are signed with ${key.kid} now.`)
      })
    })

  withSessionFlags(keys.command('retire').argument('<kid>'))
    .description('refuse every token of a key from now on')
    .action(async (kid: string, flags: Flags) => {
      await withSession(flags, ['auth'], async ({ clients, call }) => {
        await clients.auth.retireKey({ kid }, call())
        print(`${kid} is retired.`)
      })
    })

  withSessionFlags(keys.command('list'))
    .description('list the keys, newest first')
    .option('--json', 'as JSON')
    .action(async (flags: Flags) => {
      await withSession(flags, ['auth'], async ({ clients, call }) => {
        const { items } = await clients.auth.listKeys({}, call())
        if (flags.json) return printJson(items)
        print(
          table(
            ['kid', 'algorithm', 'state', 'created'],
            items.map((key) => [key.kid, key.algorithm, key.status, key.created_at]),
          ),
        )
      })
    })
}
