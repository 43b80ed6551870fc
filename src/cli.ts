import { CommanderError } from 'commander'
import { Exit, exitCode } from './cli/exit.ts'
import { say } from './cli/output.ts'
import { openProgram } from './cli/program.ts'
import { storageFault } from './platform/db/storage-fault.ts'
import { AppError } from './platform/errors.ts'

const codeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
  if (error instanceof Exit) {
    if (error.message) say(error.message)
    return error.code
  }
  if (error instanceof AppError) {
    say(`ai-agent: ${error.message}`)
    return error.code === 'invalid' ? exitCode.usage : exitCode.negative
  }
  // What the machine refuses (a folder that cannot be written, a full disk) is no fault of the program: no stack.
  if (error instanceof Error && 'syscall' in error) {
    say(`ai-agent: ${error.message}`)
    return exitCode.negative
  }
  const fault = storageFault(error)
  say(`ai-agent: ${fault?.message ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}`)
  return exitCode.negative
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
// A log that cannot be written, as when its disk is full, ends no service.
process.stderr.on('error', () => undefined)

try {
  const program = await openProgram(process.argv[2])
  await program.parseAsync()
} catch (error) {
  process.exitCode = codeOf(error)
}
