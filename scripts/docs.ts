// `npm run docs`: writes the reference from the code. `--check` only says whether it is up to date (exit 1 when not).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { allSettings } from '../src/app/modules.ts'
import { openProgram } from '../src/cli/program.ts'
import { wholeOpenapi } from '../src/cli/commands/openapi.ts'
import { referenceOfCommands, referenceOfSettings } from './reference.ts'

const folder = fileURLToPath(new URL('../docs/reference/', import.meta.url))

const pages: Record<string, string> = {
  'configuration.md': await format(referenceOfSettings(allSettings), { parser: 'markdown', printWidth: 120 }),
  'cli.md': await format(referenceOfCommands(await openProgram()), { parser: 'markdown', printWidth: 120 }),
  'openapi.json': `${JSON.stringify(wholeOpenapi(), null, 2)}\n`,
}

mkdirSync(folder, { recursive: true })
const stale = Object.entries(pages).filter(([name, text]) => {
  try {
    return readFileSync(folder + name, 'utf8') !== text
  } catch {
    return true
  }
})
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`docs/reference is not up to date (${stale.map(([name]) => name).join(', ')}); run: npm run docs`)
    process.exit(1)
  }
} else for (const [name, text] of stale) writeFileSync(folder + name, text)
