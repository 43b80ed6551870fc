import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import { canonical } from './canonical.ts'

/** A record as it is hashed, kept and exported; the names of the wire, so that an export can be checked as it stands. */
export interface ChainedRecord {
  sequence: number
  id: string
  time: string
  action: string
  outcome: string
  user_id: string | null
  username: string | null
  target: string | null
  request_id: string | null
  ip: string | null
  details: unknown
  /** The hash of the record before; 64 zeros before the first. */
  previous: string
  hash: string
}

/** Where the chain stood at some moment, signed: the head is the newest, a checkpoint is one that stays. */
export interface Mark {
  sequence: number
  time: string
  hash: string
  /** HMAC-SHA-256 over service, kind, sequence, time and hash. */
  mac: string
}

/** What stands before the first record. */
export const genesis = '0'.repeat(64)

/** The head of a trail that has no record yet; nobody has signed it. */
export const newHead: Mark = { sequence: 0, time: '', hash: genesis, mac: '' }

/** The keyed hashes of one service's chain; a record of one service proves nothing in another's. */
export interface Chain {
  hashOf(record: Omit<ChainedRecord, 'hash'>): string
  /** True when the record's hash is its own, at the given place. */
  proves(record: ChainedRecord, sequence?: number): boolean
  mark(kind: 'head' | 'checkpoint', place: Omit<Mark, 'mac'>): Mark
  provesMark(kind: 'head' | 'checkpoint', mark: Mark): boolean
}

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The chain of a service under a key that only the services know (HMAC-SHA-256, RFC 2104). */
export const createChain = (service: string, key: KeyObject): Chain => {
  const keyed = (value: unknown): string => createHmac('sha256', key).update(canonical(value)).digest('hex')
  const hashOf: Chain['hashOf'] = (record) => {
    const { sequence, id, time, action, outcome, user_id, username, target, request_id, ip, details, previous } = record
    const content = { id, time, action, outcome, user_id, username, target, request_id, ip, details }
    return keyed({ kind: 'record', service, sequence, previous, ...content })
  }
  const macOf = (kind: string, { sequence, time, hash }: Omit<Mark, 'mac'>): string =>
    keyed({ kind, service, sequence, time, hash })
  return {
    hashOf,
    proves: (record, sequence = record.sequence) => equal(hashOf({ ...record, sequence }), record.hash),
    mark: (kind, { sequence, time, hash }) => ({ sequence, time, hash, mac: macOf(kind, { sequence, time, hash }) }),
    provesMark: (kind, mark) => equal(macOf(kind, mark), mark.mac),
  }
}
