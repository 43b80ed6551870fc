/** Writes to standard output, which belongs to the command's result alone. */
export const print = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** Writes to standard error, where people are spoken to. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

/** A value as JSON, for machines. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2))

const control = /\p{Cc}/gu

/** A text on one line, without control characters that a terminal would obey. */
export const oneLine = (text: string): string => text.replaceAll(control, ' ')

/** A text of several lines, without other control characters that a terminal would obey. */
export const lines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(control, (character) => (character === '\n' || character === '\t' ? character : ' '))
