import { Socket } from 'node:net'
import type pg from 'pg'
import { Client } from 'pg'

/** A connection whose received bytes can be counted, and which can be cut off at once. */
export class CountedClient extends Client {
  readonly socket: Socket
  declare readonly processID: number | null

  constructor(config?: pg.ClientConfig) {
    const socket = new Socket()
    super({ ...config, stream: () => socket })
    this.socket = socket
    this.on('error', () => undefined)
  }
}

/** Values as the server writes them; `cells.ts` reads them. */
const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text }

/** A statement of the extended protocol, which the server refuses when there is a second one in the text. */
export function extended(text: string, values: readonly unknown[] = []): pg.QueryConfig & { queryMode: 'extended' } {
  return { text, values: [...values], queryMode: 'extended' }
}

/** The same, with rows as arrays of the server's own text. */
export function extendedText(
  text: string,
  values: readonly unknown[] = [],
): pg.QueryArrayConfig & { queryMode: 'extended' } {
  return { text, values: [...values], queryMode: 'extended', rowMode: 'array', types: asText }
}
