import { InvalidArgumentError, type Command } from 'commander'
import type { SessionOptions } from '../session/index.ts'

/** Adds a command of ours to the program. */
export type AddCommand = (program: Command) => void

/** Gives a command the flags that say which system it speaks to. */
export const withSessionFlags = (command: Command): Command =>
  command
    .option('--url <url>', 'a gateway elsewhere, instead of this machine’s own files')
    .option('--token <token>', 'a token or API key for that gateway; else AI_AGENT_TOKEN, else what "login" kept')
    .option('--config <file>', 'a YAML file of settings')

/** Reads a flag that counts something; whatever is no whole number is wrong usage. */
export const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

/** The flags that `withSessionFlags` adds. */
export type SessionFlags = SessionOptions
