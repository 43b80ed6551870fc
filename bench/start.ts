/**
 * How long a command takes from its start to its end, and `serve` until it answers.
 *
 * `npm run build && npx tsx bench/start.ts [--runs 7] [--program bin/ai-agent]`
 *   the median of so many runs each: wall time, and the processor time of the command's own process; on a new data folder,
 *   and on one that was used before.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '7' }, program: { type: 'string', default: 'bin/ai-agent' } },
})
const work = mkdtempSync(join(tmpdir(), 'ai-agent-bench-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
const note = join(work, 'note.md')
writeFileSync(note, '# Ferry\n\nThe ferry to Tiree leaves Oban at seven.')
const spent = join(work, 'spent')
/** Written by the command itself as it ends. */
const report = `import {writeFileSync} from 'node:fs';process.on('exit',()=>{const {user,system}=process.cpuUsage();writeFileSync(${JSON.stringify(spent)},String((user+system)/1e6))})`

interface Taken {
  wall: number
  processor: number
}

const run = async (words: string[], dataFolder: string): Promise<Taken> => {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, resolve(values.program), ...words],
    {
      env: { PATH: process.env['PATH'] ?? '', HOME: work, DATA_DIR: dataFolder, GATEWAY_PORT: '0', LOG_FORMAT: 'json' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const ended = once(child, 'exit')
  let wall: number | undefined
  for await (const line of createInterface(child.stderr)) {
    const url = /"service":"gateway".*"url":"([^"]+)"|"url":"([^"]+)".*"service":"gateway"/.exec(line)
    if (words[0] !== 'serve' || !url || wall !== undefined) continue
    await fetch(`${url[1] ?? url[2]}/health`)
    wall = performance.now() - started
    child.kill('SIGTERM')
  }
  await ended
  return { wall: wall ?? performance.now() - started, processor: Number(readFileSync(spent, 'utf8')) * 1_000 }
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const show = (taken: Taken[]): string =>
  `${(median(taken.map(({ wall }) => wall)) / 1_000).toFixed(2)} s, ${(median(taken.map(({ processor }) => processor)) / 1_000).toFixed(2)} s of the processor`

const commands: Record<string, string[]> = {
  'ai-agent --version': ['--version'],
  'ai-agent ingest, one small file': ['ingest', note],
  'ai-agent query': ['query', 'How many customers are there in each region?'],
  'ai-agent search': ['search', 'How many days do I have to return something?'],
  'ai-agent serve, until /health': ['serve'],
}
for (const [name, words] of Object.entries(commands)) {
  const used = mkdtempSync(join(work, 'used-'))
  await run(words, used)
  const [fresh, again]: [Taken[], Taken[]] = [[], []]
  for (let i = 0; i < Number(values.runs); i++) {
    fresh.push(await run(words, mkdtempSync(join(work, 'fresh-'))))
    again.push(await run(words, used))
  }
  console.log(`${name}: ${show(fresh)} on a new data folder; ${show(again)} on a used one`)
}
