import { createLogger, format, transports } from 'winston'

/** Facts of a log line. Never a password, a token, a key or a user's row. */
export type LogFields = Record<string, unknown>

/** Where a module writes what happened. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** The same log with more facts in every line. */
  with(fields: LogFields): Log
}

/** `pretty` for people, `json` (one object a line) for machines. */
export type LogFormat = 'pretty' | 'json'

const secretName = /password|token|secret|api_?key|authorization|cookie/i

/** Facts whose name says that they are secret never reach a line, whoever passes them. */
const redact = format((entry) => {
  for (const name of Object.keys(entry)) if (secretName.test(name)) entry[name] = '[redacted]'
  return entry
})

const describe = (value: unknown): unknown =>
  value instanceof Error
    ? { name: value.name, message: value.message, stack: value.stack, cause: describe(value.cause) }
    : value

const errorsAsObjects = format((entry) => {
  for (const [name, value] of Object.entries(entry)) if (value instanceof Error) entry[name] = describe(value)
  return entry
})

const prettyLine = format.printf(({ timestamp, level, message, service, ...fields }) => {
  const facts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const time = String(timestamp).slice(11, 23)
  return [time, level, typeof service === 'string' ? `[${service}]` : '', String(message), ...facts]
    .filter(Boolean)
    .join(' ')
})

const wrap = (write: (level: string, message: string, fields: LogFields) => void, base: LogFields): Log => {
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(level, message, { ...base, ...fields })
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => wrap(write, { ...base, ...fields }),
  }
}

/** A log on standard error, so that standard output stays the command's own. */
export const createLog = (options: { level: string; format: LogFormat; fields?: LogFields }): Log => {
  const line =
    options.format === 'json'
      ? format.combine(redact(), errorsAsObjects(), format.timestamp(), format.json())
      : format.combine(redact(), errorsAsObjects(), format.timestamp(), format.colorize(), prettyLine)
  const logger = createLogger({
    level: options.level,
    format: line,
    transports: [new transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })],
  })
  return wrap((level, message, fields) => logger.log(level, message, fields), options.fields ?? {})
}

/** A log that says nothing, for tests and one-off commands. */
export const silentLog: Log = wrap(() => undefined, {})
