import { Exit, exitCode } from '../exit.ts'
import { print, printJson } from '../output.ts'
import { withSession } from '../session/index.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

/** `ai-agent verify ID`: runs a past answer again and compares. */
export const addVerify: AddCommand = (program) => {
  withSessionFlags(program.command('verify').argument('<id>', 'the id of an answer'))
    .description('run a past answer again and compare its result with the receipt')
    .option('--json', 'as JSON')
    .action(async (id: string, flags: SessionFlags & { json?: boolean }) => {
      await withSession(flags, ['agent'], async ({ clients, call }) => {
        const verdict = await clients.agent.verify({ id }, call())
        if (flags.json) printJson(verdict)
        else print(verdict.message)
        if (!verdict.verified) throw new Exit(exitCode.negative)
      })
    })
}
