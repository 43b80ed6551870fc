import type { Budget } from './budget.ts'
import type { NestedFile, UnreadableFile } from './parser.ts'
import { failureOf } from './unreadable.ts'

/** Files that are nested in another, one after another, as many as the budget allows; the first beyond it is told as unreadable. */
export async function* nestedFiles(
  files: Iterable<NestedFile | UnreadableFile>,
  budget: Budget,
): AsyncGenerator<NestedFile | UnreadableFile> {
  for (const file of files) {
    try {
      budget.spendEntries(1)
    } catch (error) {
      yield { name: 'reason' in file ? file.name : file.filename, ...failureOf(error) }
      return
    }
    yield file
  }
}
