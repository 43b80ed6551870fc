import type { Block, Parser } from './parser.ts'
import { linesOf, readText, type Line } from './read-text.ts'

/** Source code and configuration: cut where a new definition begins at the left margin. */
export const sourceCodeParser: Parser = {
  name: 'source-code',
  extensions: (
    '.js .mjs .cjs .jsx .ts .mts .cts .tsx .py .pyi .rb .php .java .kt .kts .scala .groovy .go .rs .c .h .cc .cpp .cxx .hpp .hh ' +
    '.cs .fs .vb .swift .m .mm .dart .lua .pl .pm .r .jl .hs .ml .mli .ex .exs .erl .clj .cljs .lisp .el .scm .zig .nim .sh .bash ' +
    '.zsh .fish .ps1 .bat .cmd .sql .graphql .gql .proto .thrift .css .scss .sass .less .vue .svelte .astro .yaml .yml .toml .ini ' +
    '.cfg .conf .properties .env .tf .hcl .nix .cmake .make .mk .gradle .diff .patch .jsonc .json5'
  ).split(' '),
  mediaTypes: [
    'text/javascript',
    'application/javascript',
    'text/x-python',
    'text/css',
    'application/sql',
    'application/yaml',
    'text/yaml',
    'application/toml',
    'text/x-c',
    'text/x-java-source',
  ],
  isLight: true,
  parse(bytes, context) {
    const { text, charset } = readText(bytes, context)
    return Promise.resolve({
      document: { text, blocks: blocksOfCode(text), metadata: { type: 'code', charset }, warnings: [] },
    })
  },
}

/** The blocks of a source text: each begins after a blank line, at the left margin. */
function blocksOfCode(text: string): Block[] {
  const blocks: Block[] = []
  let first: Line | undefined
  let last: Line | undefined
  let afterBlank = false
  for (const line of linesOf(text)) {
    if (line.text.trim() === '') {
      afterBlank = true
      continue
    }
    if (afterBlank && first && last && /^[^\s})\]]/u.test(line.text)) {
      blocks.push({ kind: 'code', start: first.start, end: last.end })
      first = undefined
    }
    afterBlank = false
    first ??= line
    last = line
  }
  if (first && last) blocks.push({ kind: 'code', start: first.start, end: last.end })
  return blocks
}
