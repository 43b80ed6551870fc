import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { forgetCredential, keepCredential } from '../session/credentials.ts'
import { Exit, exitCode } from '../exit.ts'
import { print } from '../output.ts'
import { withSession } from '../session/index.ts'
import type { AddCommand } from './command.ts'

/** Asks on the terminal without showing what is typed; reads a line when standard input is no terminal. */
export const askSecret = async (question: string): Promise<string> => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  process.stderr.write(question)
  const reader = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY })
  const ended = new Promise<never>((_resolve, reject) => {
    reader.once('close', () => reject(new Exit(exitCode.usage, 'ai-agent: no password was given')))
  })
  try {
    return await Promise.race([reader.question(''), ended])
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}

/** `ai-agent login`: a token for a server elsewhere, kept for later commands. */
export const addLogin: AddCommand = (program) => {
  program
    .command('login')
    .description('sign in to a gateway; later commands with the same --url use it')
    .argument('<username>')
    .requiredOption('--url <url>', 'the gateway')
    .action(async (username: string, { url }: { url: string }) => {
      const password = await askSecret(`Password of ${username}: `)
      await withSession({ url }, ['auth'], async ({ clients, call }) => {
        const { token, refresh_token, user_info } = await clients.auth.login({ username, password }, call())
        keepCredential(url.replace(/\/+$/, ''), { token, refresh_token, username })
        print(`Signed in as ${user_info.username} (${user_info.role}).`)
      })
    })
}

/** `ai-agent logout`: ends what `login` began. */
export const addLogout: AddCommand = (program) => {
  program
    .command('logout')
    .description('sign out of a gateway')
    .requiredOption('--url <url>', 'the gateway')
    .action(async ({ url }: { url: string }) => {
      await withSession({ url }, ['auth'], async ({ clients, call }) => {
        await clients.auth.logout({}, call())
      })
      forgetCredential(url.replace(/\/+$/, ''))
      print('Signed out.')
    })
}
