/**
 * The process in which users' SQLite files are read. It holds nothing but read-only handles, does one thing at a time,
 * and may be killed at any moment: that is the only way to stop a statement of SQLite.
 */
import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Access } from '../policy/access.ts'
import type { Connection } from './connection.ts'
import { openConnection, openReadOnly, Refused } from './connection.ts'
import { introspectSqlite } from './introspect.ts'
import type { Reply, Request } from './messages.ts'

const keptConnections = 16
const connections = new Map<string, Connection>()

function connectionFor(file: string, access: Access): Connection {
  const key = `${file}\0${inodeOf(file)}\0${access.key}`
  const connection = connections.get(key) ?? openConnection(file, access)
  connections.delete(key)
  connections.set(key, connection)
  for (const [oldest, { close }] of connections) {
    if (connections.size <= keptConnections) break
    close()
    connections.delete(oldest)
  }
  return connection
}

/** A file that was replaced is another database; one that is gone has no connection to use. */
function inodeOf(file: string): number {
  try {
    return statSync(file).ino
  } catch {
    return 0
  }
}

function forget(file: string): void {
  for (const [key, { close }] of connections) {
    if (!key.startsWith(`${file}\0`)) continue
    close()
    connections.delete(key)
  }
}

function answer(request: Request): Reply {
  switch (request.kind) {
    case 'introspect': {
      const database = openReadOnly(request.file)
      try {
        return { ok: true, kind: 'introspect', snapshot: introspectSqlite(database) }
      } finally {
        database.close()
      }
    }
    case 'run': {
      const connection = connectionFor(request.file, request.access)
      return { ok: true, kind: 'run', result: connection.run(request.sql, request.parameters, request) }
    }
    default:
      forget(request.file)
      return { ok: true, kind: 'forget' }
  }
}

function faultOf(error: unknown): Reply {
  if (error instanceof Refused) return { ok: false, fault: error.fault.kind, why: error.fault.why }
  const why = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_NOTADB') ||
    code.startsWith('SQLITE_CORRUPT') ||
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_BUSY') ||
    code.startsWith('SQLITE_LOCKED')
  )
    return { ok: false, fault: 'unavailable', why }
  if (why.includes('directory does not exist')) return { ok: false, fault: 'unavailable', why }
  return { ok: false, fault: 'failed', why }
}

process.on('message', (request: Request) => {
  let reply: Reply
  try {
    reply = answer(request)
  } catch (error) {
    reply = faultOf(error)
  }
  process.send?.(reply)
})

process.send?.('ready')

process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)

/** A statement that runs away keeps this thread from noticing that the service is gone; another thread notices. */
new Worker(
  `const parent = ${process.ppid}
   setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 1000)`,
  { eval: true, execArgv: [], env: {}, stdout: false },
).unref()
