// `npm run check`: everything that is quick to prove, two steps at a time. Prints only what fails, and how long each took.
import { spawn } from 'node:child_process'

const steps = ['unit', 'types', 'lint', 'imports', 'unused', 'format:check', 'docs:check']
const failed = []

const run = (step) =>
  new Promise((resolve) => {
    const started = performance.now()
    const child = spawn('npm', ['run', '--silent', step], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (bytes) => (output += bytes))
    child.stderr.on('data', (bytes) => (output += bytes))
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${step} (${seconds} s)`)
      if (code !== 0) failed.push(step)
      if (code !== 0) console.log(output.split('\n').slice(-80).join('\n'))
      resolve()
    })
  })

const queue = [...steps]
const worker = async () => {
  for (let step = queue.shift(); step; step = queue.shift()) await run(step)
}
await Promise.all([worker(), worker()])
if (failed.length > 0) {
  console.log(`\nnpm run check failed: ${failed.join(', ')}`)
  process.exit(1)
}
