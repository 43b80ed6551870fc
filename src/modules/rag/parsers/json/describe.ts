import type { Budget } from '../budget.ts'
import type { Json } from './read.ts'

const longestPath = 300

/**
 * The lines `path.to.value: value` of a record, in its order; a list of plain values is one line. Nested however deeply: beyond
 * the budget's depth, and beyond some length, a path names only its beginning and end.
 */
export function recordLines(record: Json, budget: Budget): string[] {
  const lines: string[] = []
  const waiting: { value: Json; path: string; depth: number }[] = [{ value: record, path: '', depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path, depth } = next
    const visit = (members: { value: Json; path: string }[]): void => {
      for (const member of members.toReversed())
        waiting.push({ value: member.value, path: depth < budget.limits.depth ? member.path : path, depth: depth + 1 })
    }
    if (Array.isArray(value)) {
      if (value.some((member) => typeof member === 'object' && member !== null))
        visit(value.map((member, index) => ({ value: member, path: `${path}[${index + 1}]` })))
      else if (value.length > 0) lines.push(line(path, value.map((member) => scalarText(member)).join(', ')))
    } else if (typeof value === 'object' && value !== null)
      visit(
        Object.entries(value).map(([name, member]) => ({
          value: member,
          path: path === '' ? name : `${path}.${name}`,
        })),
      )
    else if (value !== null && value !== '') lines.push(line(path, scalarText(value)))
  }
  return lines
}

function line(path: string, value: string): string {
  if (path === '') return value
  const shown = path.length <= longestPath ? path : `${path.slice(0, longestPath / 3)}…${path.slice(-longestPath / 3)}`
  return `${shown}: ${value}`
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
