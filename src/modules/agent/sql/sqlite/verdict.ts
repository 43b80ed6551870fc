import type { Database } from 'better-sqlite3'
import type { LoopInstruction } from './cost.ts'
import { rowsToPass } from './cost.ts'
import { allowedFunctions } from './functions.ts'
import { unreadable } from '../tree.ts'
import { allowedOpcodes } from './opcodes.ts'

/** What a connection lets a statement open: b-trees by database and root page, virtual tables by their address. */
export interface Reach {
  tableOf: Map<string, string>
  virtualTables: Map<string, string>
  /** The number of rows of a b-tree, near enough. */
  rowsOf: (tree: string) => number
}

interface Instruction extends LoopInstruction {
  p4: string | null
}

/** Why the engine lock refuses a statement: `hidden` when it reads a table that is not the caller's. */
export interface Fault {
  kind: 'refused' | 'hidden' | 'expensive'
  why: string
}

/** A statement begins so, once blanks and comments are gone; PRAGMA takes effect when it is merely compiled. */
const query = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(?:SELECT|WITH|VALUES)\b/i

/** Refuses what must not even reach the compiler of SQLite. */
export function examineText(sql: string): Fault | undefined {
  const why = unreadable(sql)
  if (why !== undefined) return { kind: 'refused', why }
  if (!query.test(sql)) return { kind: 'refused', why: 'only a SELECT can run here' }
  return undefined
}

/**
 * The engine's own verdict on a statement that is one reader: each instruction of its byte code must be allowed,
 * each table it opens within reach, each function that it calls on the list, and its loops not endless.
 */
export function examineProgram(
  database: Database,
  sql: string,
  bindings: readonly unknown[],
  reach: Reach,
  maxRows: number,
): Fault | undefined {
  const program = database.prepare<unknown[], Instruction>(`EXPLAIN ${sql}`).all(...bindings)
  for (const instruction of program) {
    const fault = examineInstruction(instruction, reach)
    if (fault !== undefined) return fault
  }
  if (rowsToPass(program, reach.rowsOf) <= maxRows) return undefined
  return { kind: 'expensive', why: 'It would combine far too many rows on the way to this answer.' }
}

function examineInstruction({ opcode, p2, p3, p4 }: Instruction, reach: Reach): Fault | undefined {
  if (!allowedOpcodes.has(opcode)) return { kind: 'refused', why: 'it does more than read' }
  if ((opcode === 'OpenRead' || opcode === 'ReopenIdx') && !reach.tableOf.has(`${p3}:${p2}`))
    return { kind: 'hidden', why: 'a table' }
  if (opcode === 'VOpen' && !reach.virtualTables.has(p4 ?? '')) return { kind: 'hidden', why: 'a table' }
  if (opcode === 'Function' || opcode === 'PureFunc' || opcode.startsWith('Agg')) return examineFunction(p4)
  return undefined
}

function examineFunction(p4: string | null): Fault | undefined {
  const name = p4?.replace(/\(.*$/s, '').toLowerCase()
  if (name === undefined || allowedFunctions.has(name)) return undefined
  return { kind: 'refused', why: `the function ${name} is not allowed` }
}
