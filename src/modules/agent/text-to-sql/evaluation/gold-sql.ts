/** The part of SQL that the training questions' gold queries use, as a tree whose column names are not yet resolved. */
export interface GoldQuery {
  items: GoldItem[]
  distinct: boolean
  from: { table?: string; query?: GoldQuery; alias?: string }[]
  where?: GoldCondition
  group: GoldTerm[]
  having?: GoldCondition
  order: { term: GoldItem; descending: boolean }[]
  limit?: number
  compound?: { operator: 'union' | 'intersect' | 'except'; right: GoldQuery }
}

export type GoldTerm =
  | { kind: 'column'; qualifier?: string; name: string }
  | { kind: 'literal'; value: string | number; text: boolean }
  | { kind: 'call'; name: string; distinct: boolean; term: GoldTerm }
  | { kind: 'arithmetic'; operator: string; left: GoldTerm; right: GoldTerm }
  | { kind: 'query'; query: GoldQuery }

export interface GoldItem {
  aggregate?: string
  distinct: boolean
  term: GoldTerm
}

export type GoldCondition =
  | { kind: 'and' | 'or'; left: GoldCondition; right: GoldCondition }
  | { kind: 'compare'; operator: string; negated: boolean; left: GoldTerm; right: GoldTerm[] }

const pattern = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\d+(?:\.\d+)?|[A-Za-z_][\w$]*|<>|!=|<=|>=|\|\||[^\s]/g
const aggregates = new Set(['count', 'sum', 'avg', 'min', 'max'])

/** Parses one gold query. Throws an Error where it is beyond the subset. */
export function parseGold(sql: string): GoldQuery {
  const tokens = [...sql.matchAll(pattern)].map((match) => match[0])
  let at = 0
  const peek = (offset = 0) => (tokens[at + offset] ?? '').toLowerCase()
  const next = () => tokens[at++] ?? ''
  const accept = (...words: string[]) =>
    words.every((word, index) => peek(index) === word) && ((at += words.length), true)
  const expect = (word: string) => {
    if (!accept(word)) throw new Error(`expected ${word} at ${tokens.slice(Math.max(0, at - 3), at + 3).join(' ')}`)
  }
  const unquote = (text: string) => (/^["'`]/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text)

  function query(): GoldQuery {
    expect('select')
    const distinct = accept('distinct')
    const items = [item()]
    while (accept(',')) items.push(item())
    expect('from')
    const from = [source()]
    const joinConditions: GoldCondition[] = []
    for (;;) {
      if (accept(',')) from.push(source())
      else if (
        accept('join') ||
        accept('inner', 'join') ||
        accept('left', 'join') ||
        accept('left', 'outer', 'join') ||
        accept('natural', 'join')
      ) {
        from.push(source())
        if (accept('on')) joinConditions.push(condition())
      } else break
    }
    const found: GoldQuery = { items, distinct, from, group: [], order: [] }
    if (accept('where')) found.where = condition()
    if (accept('group', 'by')) {
      found.group.push(term())
      while (accept(',')) found.group.push(term())
    }
    if (accept('having')) found.having = condition()
    orderAndLimit(found)
    for (const operator of ['union', 'intersect', 'except'] as const) {
      if (accept(operator)) {
        accept('all')
        found.compound = { operator, right: query() }
      }
    }
    orderAndLimit(found)
    return found
  }

  function orderAndLimit(found: GoldQuery): void {
    if (accept('order', 'by')) {
      do {
        const ordered = item()
        const descending = accept('desc')
        if (!descending) accept('asc')
        found.order.push({ term: ordered, descending })
      } while (accept(','))
      for (const each of found.order) if (found.order.at(-1)?.descending) each.descending ||= found.order.length > 1
    }
    if (accept('limit')) found.limit = Number(next())
  }

  function source(): GoldQuery['from'][number] {
    if (accept('(')) {
      const inner = query()
      expect(')')
      return { query: inner, ...alias() }
    }
    return { table: unquote(next()), ...alias() }
  }

  function alias(): { alias?: string } {
    if (accept('as')) return { alias: unquote(next()).toLowerCase() }
    if (
      /^[a-z_]\w*$/.test(peek()) &&
      !/^(?:join|on|where|group|order|having|limit|union|intersect|except|inner|left|natural)$/.test(peek())
    )
      return { alias: next().toLowerCase() }
    return {}
  }

  function item(): GoldItem {
    const parsed = term()
    if (accept('as')) next()
    if (parsed.kind === 'call' && aggregates.has(parsed.name))
      return { aggregate: parsed.name, distinct: parsed.distinct, term: parsed.term }
    return { distinct: false, term: parsed }
  }

  function term(): GoldTerm {
    let left = factor()
    while (['+', '-', '*', '/', '||'].includes(peek()) && !(peek() === '*' && left.kind === 'literal')) {
      const operator = next()
      left = { kind: 'arithmetic', operator, left, right: factor() }
    }
    return left
  }

  function factor(): GoldTerm {
    if (accept('(')) {
      const inner: GoldTerm = peek() === 'select' ? { kind: 'query', query: query() } : term()
      expect(')')
      return inner
    }
    if (accept('distinct')) return factor()
    const token = next()
    if (token === '*') return { kind: 'column', name: '*' }
    if (token === '-') {
      const inner = factor()
      return inner.kind === 'literal' ? { kind: 'literal', value: -Number(inner.value), text: false } : inner
    }
    if (token.startsWith("'") || (token.startsWith('"') && peek() !== '.'))
      return { kind: 'literal', value: unquote(token), text: true }
    if (/^\d/.test(token)) return { kind: 'literal', value: Number(token), text: false }
    if (accept('(')) {
      const distinct = accept('distinct')
      const inner = peek() === ')' ? { kind: 'column' as const, name: '*' } : term()
      while (accept(',')) term()
      expect(')')
      return { kind: 'call', name: token.toLowerCase(), distinct, term: inner }
    }
    if (accept('.')) return { kind: 'column', qualifier: unquote(token).toLowerCase(), name: unquote(next()) }
    return { kind: 'column', name: unquote(token) }
  }

  function condition(): GoldCondition {
    let left = conjunction()
    while (accept('or')) left = { kind: 'or', left, right: conjunction() }
    return left
  }

  function conjunction(): GoldCondition {
    let left = comparison()
    while (accept('and')) left = { kind: 'and', left, right: comparison() }
    return left
  }

  function comparison(): GoldCondition {
    if (peek() === '(' && peek(1) !== 'select') {
      const mark = at
      at += 1
      try {
        const inner = condition()
        if (accept(')')) return inner
      } catch {
        // not a bracketed condition: read again as a term
      }
      at = mark
    }
    let negated = accept('not')
    const left = accept('exists') ? ({ kind: 'literal', value: 'exists', text: true } as const) : term()
    if (accept('not')) negated = true
    if (accept('is')) {
      if (accept('not')) negated = true
      expect('null')
      return { kind: 'compare', operator: 'null', negated, left, right: [] }
    }
    const operator = next().toLowerCase()
    if (operator === 'between') {
      const low = term()
      expect('and')
      return { kind: 'compare', operator, negated, left, right: [low, term()] }
    }
    if (operator === 'in') {
      expect('(')
      const right: GoldTerm[] = peek() === 'select' ? [{ kind: 'query', query: query() }] : [term()]
      while (accept(',')) right.push(term())
      expect(')')
      return { kind: 'compare', operator, negated, left, right }
    }
    if (operator === '!' && accept('=')) return { kind: 'compare', operator: '!=', negated, left, right: [term()] }
    return { kind: 'compare', operator: operator === '<>' ? '!=' : operator, negated, left, right: [term()] }
  }

  const parsed = query()
  accept(';')
  if (at < tokens.length) throw new Error(`left over: ${tokens.slice(at, at + 5).join(' ')}`)
  return parsed
}
