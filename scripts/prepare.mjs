// What `npm start` and `npm test` need on a machine with only Node: the packages, and the build. Does nothing when both are up to date.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampOf = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`ai-agent needs Node 20.19 or newer; this is ${process.version}.`)
  process.exit(1)
}

const run = (what, command, ...words) => {
  console.error(`ai-agent: ${what} …`)
  const { status } = spawnSync(command, words, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status === 0) return
  console.error(`ai-agent: "${command} ${words.join(' ')}" failed; the lines above say why.`)
  process.exit(1)
}

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, stampOf(join(entry.parentPath ?? entry.path, entry.name))), 0)

const installed = join(root, 'node_modules/.package-lock.json')
const wanted = Math.max(stampOf(join(root, 'package-lock.json')), stampOf(join(root, 'package.json')))
if (stampOf(installed) < wanted) {
  run('installing packages (the first time takes a few minutes)', 'npm', 'ci', '--no-audit', '--no-fund')
  utimesSync(installed, new Date(), new Date())
}

const built = join(root, 'dist/.built')
const sources = Math.max(newest(join(root, 'src')), stampOf(join(root, 'tsconfig.build.json')), stampOf(installed))
if (stampOf(built) < sources) {
  run('building', 'npm', 'run', '--silent', 'build')
  writeFileSync(built, '')
}
