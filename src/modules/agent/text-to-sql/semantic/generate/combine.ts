import type { ReadingContext } from './reading-context.ts'
import type { Assignment } from './assignments.ts'
import { proposeGroups, type GroupProposal } from './groups.ts'
import type { NestProposal } from './nests.ts'
import type { OrderProposal } from './orders.ts'
import type { Selection } from './selections.ts'

/** One choice for each part of a query that fit together. */
export interface Combination {
  selection: Selection
  assignment: Assignment
  order: OrderProposal
  nest: NestProposal
  group: GroupProposal
  whereKind: string
  any: boolean
  scores: { select: number; where: number; order: number; group: number; nest: number }
  total: number
}

interface Parts {
  selections: Selection[]
  assignments: Assignment[]
  orders: OrderProposal[]
  nests: NestProposal[]
}

/** All combinations of parts that can stand together, the likeliest `count`. */
export function combineParts(context: ReadingContext, parts: Parts, count: number): Combination[] {
  const found: Combination[] = []
  const floor = new Floor(count)
  for (const assignment of parts.assignments) {
    const filters = assignment.chosen.filter((option) => option.kind === 'where').length
    const having = assignment.chosen.filter((option) => option.kind === 'having').length
    const limits = assignment.chosen.filter((option) => option.kind === 'limit').length
    if (having > 1 || limits > 1) continue
    for (const nest of parts.nests) {
      if ((nest.kind === 'intersect' || nest.kind === 'union') && filters < 2) continue
      for (const order of parts.orders) {
        if ((limits === 1) !== (order.limit === 'given')) continue
        for (const selection of parts.selections) {
          const partial = assignment.score + nest.score + order.score + selection.score
          if (partial < floor.value) continue
          for (const group of proposeGroups(context, selection, order, having === 1)) {
            for (const any of filters >= 2 && nest.kind === 'none' && mayBeAny(context, assignment)
              ? [false, true]
              : [false]) {
              const whereKind = any && filters === 2 ? '2or' : String(Math.min(3, filters))
              const where = assignment.score + (context.shape.where.get(whereKind) ?? -9)
              const total = partial + (context.shape.where.get(whereKind) ?? -9) + group.score
              if (total < floor.value) continue
              floor.add(total)
              found.push({
                selection,
                assignment,
                order,
                nest,
                group,
                whereKind,
                any,
                total,
                scores: { select: selection.score, where, order: order.score, group: group.score, nest: nest.score },
              })
            }
          }
        }
      }
    }
  }
  return found.toSorted((one, other) => other.total - one.total).slice(0, count)
}

/** "or" is said, or all values are given for one column. */
function mayBeAny(context: ReadingContext, assignment: Assignment): boolean {
  if (/\b(?:or|either|any of)\b/i.test(context.question.text)) return true
  const columns = assignment.chosen.flatMap((option) => (option.kind === 'where' ? [option.column] : []))
  return new Set(columns).size === 1
}

/** Follows the score below which a combination cannot be among the best `count`. */
class Floor {
  value = -Infinity
  private readonly scores: number[] = []
  private readonly count: number

  constructor(count: number) {
    this.count = count
  }

  add(score: number): void {
    this.scores.push(score)
    if (this.scores.length >= 2 * this.count) {
      this.scores.sort((one, other) => other - one)
      this.scores.length = this.count
      this.value = this.scores.at(-1) ?? -Infinity
    }
  }
}
