import { Option } from 'commander'
import { AppError } from '../../platform/errors.ts'
import { Exit, exitCode } from '../exit.ts'
import { print, printJson, say } from '../output.ts'
import { withSession } from '../session/index.ts'
import { csv, table } from '../table.ts'
import { wholeNumber, withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

interface QueryFlags extends SessionFlags {
  database?: string
  engine: 'auto' | 'embedded' | 'llm'
  maxRows?: number
  dryRun?: boolean
  sql?: boolean
  json?: boolean
  csv?: boolean
  explainEngine?: boolean
}

/** `ai-agent query "…"`: a question in plain words, answered with a table and a sentence. */
export const addQuery: AddCommand = (program) => {
  const command = program
    .command('query')
    .description('ask a database a question in plain words')
    .argument('<question...>', 'the question')
    .option('--database <name>', 'which database, when there are several')
    .addOption(
      new Option('--engine <engine>', 'who reads the question').choices(['auto', 'embedded', 'llm']).default('auto'),
    )
    .option('--max-rows <count>', 'the most rows to show', wholeNumber)
    .option('--dry-run', 'write the SQL, do not run it')
    .option('--sql', 'print the SQL alone')
    .option('--json', 'print the whole answer as JSON')
    .option('--csv', 'print the rows as CSV')
    .option('--explain-engine', 'show how the question was read: links, candidates, scores')
  withSessionFlags(command).action(async (words: string[], flags: QueryFlags) => {
    await withSession(flags, ['agent'], async ({ clients, call }) => {
      const input = {
        user_request: words.join(' '),
        engine: flags.engine,
        dry_run: flags.dryRun ?? false,
        ...(flags.database === undefined ? {} : { database: flags.database }),
        ...(flags.maxRows === undefined ? {} : { max_rows: flags.maxRows }),
      }
      if (flags.explainEngine) return printJson(await clients.agent.explain(input, call()))
      const answer = await clients.agent.query(input, call()).catch((error: unknown) => {
        if (flags.json && error instanceof AppError && error.details.extensions) printJson(error.details.extensions)
        throw error
      })
      const names = answer.columns.map((column) => column.name)
      if (flags.json) printJson(answer)
      else if (flags.sql) print(answer.sql ?? '')
      else if (flags.csv) print(csv(names, answer.rows))
      else {
        if (answer.rows.length > 0) print(`${table(names, answer.rows)}\n`)
        print(answer.response)
        if (answer.truncated) say('There are more rows than are shown; --max-rows shows more.')
        for (const warning of answer.warnings) say(`Note: ${warning}`)
        const readings = answer.outcome === 'needs_clarification' ? answer.alternatives : []
        for (const [index, { explanation, sql }] of readings.entries())
          say(`  ${index + 1}. ${explanation}\n     ${sql}`)
      }
      // Whoever asked for SQL or rows alone still learns on standard error why this is no answer.
      const untold = (flags.sql || flags.csv) && !flags.json && !flags.dryRun
      if (answer.outcome !== 'answered') throw new Exit(exitCode.negative, untold ? answer.response : '')
    })
  })
}
