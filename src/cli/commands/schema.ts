import { stringify } from 'yaml'
import { print, printJson } from '../output.ts'
import { withSession } from '../session/index.ts'
import { table } from '../table.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

type Flags = SessionFlags & { database: string; json?: boolean }

/** `ai-agent schema …`: what a database looks like, and a draft of what could be said about it. */
export const addSchema: AddCommand = (program) => {
  const schema = program.command('schema').description('how databases look to the engine')

  withSessionFlags(schema.command('show'))
    .description('the tables that you may see, and questions to begin with')
    .option('--database <name>', 'which database', 'default')
    .option('--json', 'as JSON')
    .action(async (flags: Flags) => {
      await withSession(flags, ['agent'], async ({ clients, call }) => {
        const found = await clients.agent.schema({ name: flags.database }, call())
        if (flags.json) return printJson(found)
        const rows = found.tables.map(({ name, columns, row_count }) => [
          name,
          columns.map((column) => column.name).join(', '),
          row_count,
        ])
        print(table(['table', 'columns', 'rows'], rows))
        print(`\n${found.suggested_questions.join('\n')}`)
      })
    })

  withSessionFlags(schema.command('suggest'))
    .description(
      'draft what could be said about a database: descriptions, synonyms, measures, joins; correct it and keep it as SEMANTICS_DIR/NAME.yaml',
    )
    .option('--database <name>', 'which database', 'default')
    .option('--json', 'as JSON')
    .action(async (flags: Flags) => {
      await withSession(flags, ['agent'], async ({ clients, call }) => {
        const { semantics } = await clients.agent.suggestSemantics({ name: flags.database }, call())
        if (flags.json) printJson(semantics)
        else print(stringify(semantics))
      })
    })
}
