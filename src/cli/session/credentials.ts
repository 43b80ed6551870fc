import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** Where the command line keeps what belongs to the person who runs it. */
export const ownFolder = (): string => join(homedir(), '.config', 'ai-agent')

const path = () => join(ownFolder(), 'credentials.json')

const stored = z.record(z.string(), z.object({ token: z.string(), refresh_token: z.string(), username: z.string() }))

/** What `login` keeps for one server. */
export type Credential = z.output<typeof stored>[string]

const read = (): z.output<typeof stored> => {
  try {
    return stored.parse(JSON.parse(readFileSync(path(), 'utf8')))
  } catch {
    return {}
  }
}

const write = (all: z.output<typeof stored>): void => {
  if (Object.keys(all).length === 0) return rmSync(path(), { force: true })
  mkdirSync(dirname(path()), { recursive: true, mode: 0o700 })
  writeFileSync(path(), JSON.stringify(all, null, 2), { mode: 0o600 })
}

/** What is kept for a server, if anything. */
export const credentialFor = (url: string): Credential | undefined => read()[url]

/** Keeps a credential for a server, readable by its owner alone. */
export const keepCredential = (url: string, credential: Credential): void => write({ ...read(), [url]: credential })

/** Forgets what was kept for a server. */
export const forgetCredential = (url: string): void => {
  const { [url]: _, ...others } = read()
  write(others)
}
