import { Worker } from 'node:worker_threads'
import { failureOf, parseFile } from '../parsers/index.ts'
import { readSource } from './parse-source.ts'
import { planFile } from './plan.ts'
import type { ParseAnswer, ParseMessage, ParseTask } from './parse-messages.ts'

/*
 * The process that reads documents for a parse pool: one file at a time, told and answered by messages. It ends when its parent
 * does; a file may keep this thread busy for ever, so a second one watches.
 */
const watch = `const parent = process.ppid; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 1000)`
new Worker(watch, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref()

process.on('disconnect', () => process.exit())
process.on('message', (task: ParseTask) => {
  void answer(task).then((reply) => process.send?.({ ...reply, memoryMegabytes: memoryAfterWork() }))
})
process.send?.('ready' satisfies ParseMessage)

async function answer({ file, limits, plan }: ParseTask): Promise<ParseAnswer> {
  try {
    const parsed = await parseFile(await readSource(file, limits), limits)
    giveBack()
    return plan ? { planned: planFile(plan.asked, parsed, plan.settings) } : { parsed }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

const tidyMegabytes = 150

/** After a large file what it left behind is given back. */
function giveBack(): void {
  if (residentMegabytes() > tidyMegabytes) globalThis.gc?.()
}

function memoryAfterWork(): number {
  giveBack()
  return residentMegabytes()
}

function residentMegabytes(): number {
  return process.memoryUsage.rss() / 1_048_576
}
