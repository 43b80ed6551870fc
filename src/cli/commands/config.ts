import { readConfig } from '../../app/config.ts'
import { printJson, print } from '../output.ts'
import { table } from '../table.ts'
import type { AddCommand } from './command.ts'

const redacted = (value: unknown, secret: boolean): unknown =>
  secret && value !== undefined ? '(set, not shown)' : value

/** `ai-agent config`: every setting, its value, and where that came from. */
export const addConfig: AddCommand = (program) => {
  program
    .command('config')
    .description('show every setting, its value and where it came from; secrets are not shown')
    .option('--config <file>', 'a YAML file of settings')
    .option('--json', 'as JSON')
    .action((flags: { config?: string; json?: boolean }) => {
      const { entries, databases } = readConfig({ CONFIG_FILE: flags.config })
      const settings = entries.map(({ variable, value, origin, secret, description }) => ({
        variable,
        value: redacted(value, secret),
        origin,
        description,
      }))
      const names = Object.keys(databases)
      if (flags.json) return printJson({ settings, databases: names })
      print(
        table(
          ['variable', 'value', 'origin'],
          settings.map(({ variable, value, origin }) => [variable, value ?? '', origin]),
        ),
      )
      print(`\ndatabases: ${names.length > 0 ? names.join(', ') : 'none set; the demo database is used'}`)
    })
}
