import { Exit, exitCode } from '../exit.ts'
import { lines, oneLine, print, printJson } from '../output.ts'
import { withSession } from '../session/index.ts'
import { wholeNumber, withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

const placeOf = ({
  title,
  page,
  section,
}: {
  title: string
  page?: number | undefined
  section?: string | undefined
}): string => [title, page === undefined ? '' : `page ${page}`, section ?? ''].filter(Boolean).join(', ')

/** `ai-agent search "…"`: an answer from the documents with its citations, or the passages themselves. */
export const addSearch: AddCommand = (program) => {
  const command = program
    .command('search')
    .description('ask the documents: an answer with citations')
    .argument('<question...>', 'the question')
    .option('--top-k <count>', 'how many passages to read', wholeNumber, 5)
    .option('--passages', 'print the passages instead of an answer')
    .option('--json', 'print everything as JSON')
  withSessionFlags(command).action(
    async (words: string[], flags: SessionFlags & { topK: number; passages?: boolean; json?: boolean }) => {
      await withSession(flags, ['rag'], async ({ clients, call, offerDemoDocuments }) => {
        await offerDemoDocuments()
        const input = { query: words.join(' '), top_k: flags.topK }
        if (flags.passages) {
          const found = await clients.rag.retrieve(input, call())
          if (flags.json) printJson(found)
          else
            for (const hit of found.documents)
              print(`${hit.score.toFixed(3)}  ${oneLine(placeOf(hit))}\n${lines(hit.content.trim())}\n`)
          if (found.documents.length === 0) throw new Exit(exitCode.negative, 'Nothing fits.')
          return
        }
        const answer = await clients.rag.query(input, call())
        if (flags.json) printJson(answer)
        else {
          print(lines(answer.response))
          if (answer.citations.length > 0) print('')
          for (const citation of answer.citations)
            print(`${citation.marker} ${oneLine(placeOf(citation))}: “${lines(citation.quote)}”`)
        }
        if (!answer.grounded) throw new Exit(exitCode.negative)
      })
    },
  )
}
