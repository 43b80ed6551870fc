import type { Command } from 'commander'
import type { Settings } from '../src/platform/config.ts'

const escape = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

const fallbackOf = (schema: { safeParse: (value: unknown) => { success: boolean; data?: unknown } }): string => {
  const { success, data } = schema.safeParse(undefined)
  if (!success || data === undefined) return ''
  return typeof data === 'string' || typeof data === 'number' ? String(data) : JSON.stringify(data)
}

/** The page of all settings, section by section. */
export const referenceOfSettings = (sections: Record<string, Settings>): string => {
  const lines = [
    '# Configuration',
    '',
    'Flags over environment over `config/*.yaml` over defaults. In a YAML file the key is the variable in lower case.',
    'Durations are `500ms`, `30s`, `15m`, `24h`, `30d`; their defaults are shown in milliseconds.',
    'Databases: `DATABASE_URL`, and `DB_<NAME>_URL` for each further one; in YAML `database_url`, and a map `databases`.',
    '',
  ]
  for (const [section, settings] of Object.entries(sections)) {
    lines.push(`## ${section}`, '', '| variable | default | |', '| --- | --- | --- |')
    for (const { variable, schema, description } of Object.values(settings))
      lines.push(`| \`${variable}\` | ${escape(fallbackOf(schema))} | ${escape(description)} |`)
    lines.push('')
  }
  return lines.join('\n')
}

const describe = (command: Command, path: string, lines: string[]): void => {
  const words = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  if (command.commands.length === 0) {
    lines.push(`## ${[path, ...words].join(' ')}`, '', `${command.description()}.`, '')
    if (command.options.length > 0) lines.push('| flag | |', '| --- | --- |')
    for (const option of command.options)
      lines.push(`| \`${option.flags.replaceAll('|', '\\|')}\` | ${escape(option.description)} |`)
    lines.push('')
  }
  for (const child of command.commands) describe(child, `${path} ${child.name()}`, lines)
}

/** The page of all commands. */
export const referenceOfCommands = (program: Command): string => {
  const lines = [
    '# Command line',
    '',
    'Exit codes: 0 done, 1 a negative answer or a failure, 2 wrong usage. Without `--url` a command works on this machine’s own files.',
    '',
  ]
  for (const command of program.commands) describe(command, `ai-agent ${command.name()}`, lines)
  return lines.join('\n')
}
