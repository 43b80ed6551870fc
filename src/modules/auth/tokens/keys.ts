import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Log } from '../../../platform/log.ts'
import type { Algorithm, KeyStatus, KeyTable, StoredKey } from './key-tables.ts'
import { seal, unseal } from './seal.ts'

/** A key that signs or has signed tokens, with the one algorithm it may be used with. */
export interface SigningKey {
  kid: string
  algorithm: Algorithm
  /** Signs: a secret, or a private key. */
  signs: KeyObject
  /** Verifies: the same secret, or the public key. */
  verifies: KeyObject
}

/** A key as it is shown: never its material. */
export interface KeyInfo {
  kid: string
  algorithm: Algorithm
  status: KeyStatus
  createdAt: string
}

/** The keys of the installation: one signs, those before it verify until they are retired. */
export interface Keyring {
  current(): Promise<SigningKey>
  /** One that may verify. */
  find(kid: string): Promise<SigningKey | undefined>
  list(): Promise<KeyInfo[]>
  /** Makes a new current key, of the same algorithm as the one before. */
  rotate(): Promise<KeyInfo>
  /** Throws `not_found`, and `conflict` for the current one. */
  retire(kid: string): Promise<void>
  /** The public keys, as a JWK set holds them (RFC 7517). */
  published(): Promise<Record<string, unknown>[]>
}

const fingerprint = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 16)

/** The key that a shared secret is. Its id is a MAC under it, which tells nothing about it. */
export const secretKey = (secret: Buffer): SigningKey => {
  const key = createSecretKey(secret)
  const kid = createHmac('sha256', key).update('key id').digest('base64url').slice(0, 16)
  return { kid, algorithm: 'HS256', signs: key, verifies: key }
}

/** The key that a PEM text holds. Throws `invalid` for what is neither EC P-256 nor RSA of 2048 bits or more. */
export const privateKey = (pem: string): SigningKey => {
  const fault = 'must hold a private key in PEM: EC P-256, or RSA of 2048 bits or more'
  const read = (): KeyObject => {
    try {
      return createPrivateKey(pem)
    } catch (cause) {
      throw new AppError('invalid', `JWT_PRIVATE_KEY_FILE: ${fault}`, { cause })
    }
  }
  const signs = read()
  const verifies = createPublicKey(signs)
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = signs
  const kid = fingerprint(verifies.export({ type: 'spki', format: 'der' }))
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return { kid, algorithm: 'ES256', signs, verifies }
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return { kid, algorithm: 'RS256', signs, verifies }
  throw new AppError('invalid', `JWT_PRIVATE_KEY_FILE: ${fault}`)
}

const make = (algorithm: Algorithm): { key: SigningKey; material: Buffer } => {
  if (algorithm === 'HS256') {
    const material = randomBytes(64)
    return { key: secretKey(material), material }
  }
  const pair =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      : generateKeyPairSync('rsa', { modulusLength: 3072 })
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { key: privateKey(pem), material: Buffer.from(pem) }
}

/** Other replicas' rotations and retirements count after this at the latest. */
const reloadAfter = 5_000

/**
 * The keyring over its table. `base` is the configured key: it joins the ring as the current one when it is new.
 * Keys made here are kept sealed under `sealingKey`; one that cannot be unsealed is left out.
 */
export const createKeyring = async (options: {
  table: KeyTable
  base: SigningKey
  sealingKey: Buffer
  clock: Clock
  log: Log
}): Promise<Keyring> => {
  const { table, base, sealingKey, clock, log } = options
  let stored: StoredKey[] = []
  let loadedAt = Number.NEGATIVE_INFINITY
  const opened = new Map<string, SigningKey | null>([[base.kid, base]])

  const open = ({ kid, algorithm, sealed }: StoredKey): SigningKey | null => {
    const known = opened.get(kid)
    if (known !== undefined) return known
    const material = sealed === null ? undefined : unseal(sealed, sealingKey, kid)
    if (!material) log.warn('a signing key cannot be read any more, so its signatures are refused', { kid })
    const key = !material ? null : algorithm === 'HS256' ? secretKey(material) : privateKey(material.toString())
    opened.set(kid, key)
    return key
  }
  const reload = async (): Promise<void> => {
    stored = await table.list()
    loadedAt = clock.now()
  }
  const fresh = async (): Promise<StoredKey[]> => {
    if (Math.abs(clock.now() - loadedAt) >= reloadAfter) await reload()
    return stored
  }
  const usable = (keys: StoredKey[]): { row: StoredKey; key: SigningKey }[] =>
    keys
      .filter(({ status }) => status !== 'retired')
      .flatMap((row) => {
        const key = open(row)
        return key ? [{ row, key }] : []
      })
  const addBase = () =>
    table.addCurrent({
      kid: base.kid,
      algorithm: base.algorithm,
      sealed: null,
      createdAt: timestamp(clock.now()),
    })

  await addBase()
  await reload()

  const currentOf = (): SigningKey => {
    const keys = usable(stored)
    const found = keys.find(({ row }) => row.status === 'current') ?? keys[0]
    if (!found) throw new AppError('unavailable', 'There is no key to sign tokens with; rotate the keys.')
    return found.key
  }

  return {
    current: async () => {
      await fresh()
      return currentOf()
    },
    find: async (kid) => usable(await fresh()).find(({ key }) => key.kid === kid)?.key,
    list: async () => {
      await reload()
      return stored.map(({ kid, algorithm, status, createdAt }) => ({ kid, algorithm, status, createdAt }))
    },
    rotate: async () => {
      await reload()
      const { key, material } = make(usable(stored).length > 0 ? currentOf().algorithm : base.algorithm)
      const createdAt = timestamp(clock.now())
      await table.addCurrent({
        kid: key.kid,
        algorithm: key.algorithm,
        sealed: seal(material, sealingKey, key.kid),
        createdAt,
      })
      await reload()
      return { kid: key.kid, algorithm: key.algorithm, status: 'current', createdAt }
    },
    retire: async (kid) => {
      await reload()
      const row = stored.find((one) => one.kid === kid)
      if (!row || row.status === 'retired') throw new AppError('not_found', 'There is no such key in use.')
      if (row.status === 'current')
        throw new AppError('conflict', 'This key signs tokens now: rotate the keys first, then retire it.')
      await table.retire(kid)
      await reload()
    },
    published: async () =>
      usable(await fresh())
        .filter(({ key }) => key.algorithm !== 'HS256')
        .map(({ key }) => ({
          ...key.verifies.export({ format: 'jwk' }),
          kid: key.kid,
          alg: key.algorithm,
          use: 'sig',
        })),
  }
}
