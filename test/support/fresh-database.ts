import { Client } from 'pg'
import { newId } from '../../src/platform/ids.ts'
import { postgresUrl } from './services.ts'

/** A PostgreSQL database of one test's own, and how to be rid of it. */
export const freshDatabase = async (): Promise<{ url: string; drop: () => Promise<void> }> => {
  const name = `test_${newId().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const client = new Client(postgresUrl())
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await run(`CREATE DATABASE ${name}`)
  const url = new URL(postgresUrl())
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) }
}
