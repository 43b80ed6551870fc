import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../platform/errors.ts'
import type { AppConfig } from './config.ts'

const fileName = 'secret.key'

/** Puts a file in its place, unless another is there already. */
const put = (file: string, place: string): void => {
  try {
    linkSync(file, place)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    // Not every file system has links; there, of two that come together the last wins.
    renameSync(file, place)
  }
}

/** Appears whole or not at all; of several processes that start together one makes it, and the others read it. */
const make = (path: string): void => {
  const unfinished = `${path}.${randomUUID()}.unfinished`
  try {
    writeFileSync(unfinished, randomBytes(48).toString('base64url'), { mode: 0o600 })
    put(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

const readOrMake = (dataDir: string): string => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, fileName)
  if (!existsSync(path)) make(path)
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length >= 32) return secret
  throw new AppError(
    'invalid',
    `DATA_DIR: ${fileName} in it is damaged; restore it, or delete it to sign everybody out`,
  )
}

/**
 * The process's secret: JWT_SECRET_KEY, or one that is made once and kept in DATA_DIR. Throws `invalid` when modules run
 * apart without one, for they must share it.
 */
export const processSecret = (options: { given: string | undefined; whole: boolean; dataDir: string }): string => {
  if (options.given !== undefined) return options.given
  if (options.whole) return readOrMake(options.dataDir)
  throw new AppError(
    'invalid',
    'JWT_SECRET_KEY: roles that run apart need the same secret of at least 32 bytes; try: openssl rand -base64 48',
    {
      reason: 'configuration',
    },
  )
}

/**
 * The secret of what must outlive a change of the process's secret: audit trails, and signing keys at rest. It is
 * DATA_SECRET_KEY, or else the process's secret.
 */
export const lastingSecret = (options: Parameters<typeof processSecret>[0] & { lasting: string | undefined }): string =>
  options.lasting ?? processSecret(options)

/** Derives a 32-byte key for a purpose from a secret (HKDF, RFC 5869): the same in every replica. */
export const keyDeriver =
  (secret: string) =>
  (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, 'ai-agent', purpose, 32))

/** What the key of a service's audit trail is derived for. */
export const auditPurpose = (service: string): string => `audit ${service}`

/** What is set of secrets, and the folder for one that is made. */
export const secretsOf = ({ values: { platform } }: AppConfig) => ({
  given: platform.jwtSecret,
  lasting: platform.dataSecret,
  dataDir: platform.dataDir,
})

/** The key of each service's audit trail, for checking an export without the service. */
export const auditKeys = (config: AppConfig): ((service: string) => Buffer) => {
  const deriveKey = keyDeriver(lastingSecret({ ...secretsOf(config), whole: true }))
  return (service) => deriveKey(auditPurpose(service))
}
