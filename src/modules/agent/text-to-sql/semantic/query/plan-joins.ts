import type { SchemaIndex } from '../schema/schema-index.ts'
import type { JoinPlan } from './query.ts'

/** How dear it is to join along an edge; lower is better. */
export type EdgeCost = (edge: number) => number

const hopCost = 1
const farthest = 8

/** Plans joins over the key graph of one schema, remembering what it has planned. */
export interface JoinPlanner {
  /** A tree that holds all `tables` (an approximate Steiner tree by cheapest paths), or undefined when they do not hang together. */
  plan(tables: readonly number[], cost: EdgeCost): JoinPlan | undefined
}

/** Makes a planner; adjacency is laid out once. */
export function createJoinPlanner(schema: SchemaIndex): JoinPlanner {
  const neighbours = new Map<number, { table: number; edge: number }[]>()
  const add = (table: number, other: number, edge: number) =>
    neighbours.set(table, [...(neighbours.get(table) ?? []), { table: other, edge }])
  for (const [index, edge] of schema.edges.entries()) {
    if (edge.fromTable === edge.toTable) continue
    add(edge.fromTable, edge.toTable, index)
    add(edge.toTable, edge.fromTable, index)
  }

  function cheapestPath(
    from: Set<number>,
    targets: Set<number>,
    cost: EdgeCost,
  ): { table: number; edge: number }[] | undefined {
    const distance = new Map<number, number>([...from].map((table) => [table, 0]))
    const reached = new Map<number, { table: number; edge: number }>()
    const open = new Set(from)
    while (open.size > 0) {
      let nearest = -1
      for (const table of open)
        if (nearest < 0 || (distance.get(table) ?? 0) < (distance.get(nearest) ?? 0)) nearest = table
      open.delete(nearest)
      if (targets.has(nearest)) {
        const path: { table: number; edge: number }[] = []
        for (let at = nearest; !from.has(at);) {
          const step = reached.get(at)
          if (step === undefined) break
          path.unshift({ table: at, edge: step.edge })
          at = step.table
        }
        return path
      }
      for (const { table, edge } of neighbours.get(nearest) ?? []) {
        const total = (distance.get(nearest) ?? 0) + hopCost + cost(edge)
        if (total < (distance.get(table) ?? Infinity) && total < farthest) {
          distance.set(table, total)
          reached.set(table, { table: nearest, edge })
          open.add(table)
        }
      }
    }
    return undefined
  }

  return {
    plan(tables, cost) {
      const wanted = [...new Set(tables)]
      const [first] = wanted
      if (first === undefined) return undefined
      const inside = new Set([first])
      const steps: JoinPlan['steps'] = []
      const missing = new Set(wanted.slice(1))
      while (missing.size > 0) {
        const path = cheapestPath(inside, missing, cost)
        if (path === undefined) return undefined
        for (const step of path) {
          if (inside.has(step.table)) continue
          inside.add(step.table)
          missing.delete(step.table)
          steps.push(step)
        }
      }
      return { first, steps }
    },
  }
}

/** The tables that a plan reads. */
export function tablesOfPlan(plan: JoinPlan): number[] {
  return [plan.first, ...plan.steps.map((step) => step.table)]
}
