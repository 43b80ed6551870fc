// `npm run check:image`: the Dockerfile's steps executed in a clean folder, where no Docker engine is at hand: what is
// copied, the install, the build, the pruning, and a start of the result with its health check.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'node:net'

const root = fileURLToPath(new URL('..', import.meta.url))
const [build, final] = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .split(/^FROM /m)
  .slice(1)
const folder = mkdtempSync(join(tmpdir(), 'ai-agent-image-'))
const stages = { build: join(folder, 'build'), final: join(folder, 'final') }

const run = (command, where) => {
  console.log(`RUN ${command}`)
  if (spawnSync('sh', ['-c', command], { cwd: where, stdio: 'inherit' }).status !== 0)
    throw new Error(`failed: ${command}`)
}
const steps = (text) =>
  text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^(COPY|RUN) /.test(line))
const copy = (from, line, to) => {
  const words = line.replace('--from=build ', '').split(/\s+/).slice(1)
  const target = words.pop()
  for (const source of words) {
    const name = source.replace(/^\/app\//, '')
    cpSync(join(from, name), join(to, words.length > 1 || target.endsWith('/') ? name : target), { recursive: true })
  }
}

try {
  for (const stage of Object.values(stages)) mkdirSync(stage)
  for (const line of steps(build)) {
    if (line.startsWith('COPY')) copy(root, line, stages.build)
    // The machine that runs this has what the image installs from Debian.
    else if (!line.includes('apt-get')) run(line.slice(4), stages.build)
  }
  for (const line of steps(final))
    if (line.startsWith('COPY')) copy(line.includes('--from=build') ? stages.build : root, line, stages.final)

  const port = await new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port: free } = server.address()
      server.close(() => resolve(free))
    })
  })
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATA_DIR: join(folder, 'data'),
    GATEWAY_PORT: String(port),
    LOG_LEVEL: 'warn',
  }
  const service = spawn(process.execPath, ['bin/ai-agent', 'serve', '--role=all'], {
    cwd: stages.final,
    env,
    stdio: 'inherit',
  })
  const deadline = Date.now() + 60_000
  const healthy = () => spawnSync(process.execPath, ['bin/healthcheck.mjs'], { cwd: stages.final, env }).status === 0
  while (!healthy()) {
    if (Date.now() > deadline || service.exitCode !== null) throw new Error('the image does not become healthy')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  service.kill('SIGTERM')
  const code = await new Promise((resolve) => service.on('exit', resolve))
  if (code !== 0) throw new Error(`the service ended with ${code}`)
  console.log('The image builds, becomes healthy and stops cleanly.')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
