// A Redis and a PostgreSQL of our own for the tests: on free ports, in a temporary folder, gone when the tests end.
import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const isRoot = process.getuid?.() === 0

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })

const untilAnswers = async (name, port) => {
  const deadline = Date.now() + 60_000
  while (!(await answers(port))) {
    if (Date.now() > deadline) throw new Error(`${name} did not start within a minute`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const postgresFolder = () => {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions
    .map((version) => join(base, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')))
  return found
}

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0

const install = () => {
  const missing = [
    has('redis-server') ? [] : 'redis-server',
    postgresFolder() ? [] : 'postgresql',
    has('chromium') ? [] : 'chromium',
  ].flat()
  if (missing.length === 0) return
  if (!isRoot || !has('apt-get')) {
    console.error(
      `The tests need a real Redis, PostgreSQL and Chromium. Install them first: apt-get install ${missing.join(' ')}`,
    )
    process.exit(1)
  }
  console.error(`installing ${missing.join(', ')} …`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const words of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...missing],
  ])
    if (spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 2], env: environment }).status !== 0) {
      console.error(`apt-get ${words.join(' ')} failed; the lines above say why.`)
      process.exit(1)
    }
}

// PostgreSQL refuses to run as root.
const asPostgres = (command, words) =>
  isRoot ? ['runuser', ['-u', 'postgres', '--', command, ...words]] : [command, words]

const startPostgres = async (folder) => {
  const bin = postgresFolder()
  const data = join(folder, 'postgres')
  if (isRoot) {
    const uid = Number(spawnSync('id', ['-u', 'postgres']).stdout.toString())
    chownSync(folder, uid, -1)
  }
  const [initdb, initWords] = asPostgres(join(bin, 'initdb'), [
    '-D',
    data,
    '-A',
    'trust',
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ])
  const made = spawnSync(initdb, initWords, { cwd: folder })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    max_connections: 200,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [postgres, words] = asPostgres(join(bin, 'postgres'), ['-D', data, ...flags])
  const child = spawn(postgres, words, { cwd: folder, stdio: 'ignore' })
  await untilAnswers('PostgreSQL', port)
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, child }
}

const startRedis = async () => {
  const port = await freePort()
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  )
  await untilAnswers('Redis', port)
  return { url: `redis://127.0.0.1:${port}`, child }
}

/** Starts both, installing them first where that is possible; `stop` ends them and removes what they wrote. */
export const startServices = async () => {
  install()
  const folder = mkdtempSync(join(tmpdir(), 'ai-agent-services-'))
  const [postgres, redis] = await Promise.all([startPostgres(folder), startRedis()])
  const stop = () => {
    postgres.child.kill('SIGINT')
    redis.child.kill('SIGTERM')
    if (isRoot) spawnSync('pkill', ['-INT', '-f', `${folder}/postgres`])
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  return { environment: { TEST_POSTGRES_URL: postgres.url, TEST_REDIS_URL: redis.url }, stop }
}
