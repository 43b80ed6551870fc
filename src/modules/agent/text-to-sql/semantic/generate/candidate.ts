import type { ShapePart } from '../model/shape.ts'
import type { Query } from '../query/query.ts'
import type { AnchorOption } from './anchors.ts'
import type { NestProposal } from './nests.ts'
import type { Selection } from './selections.ts'

/** A whole query proposed for a question, with what the models thought of its parts (log-probabilities). */
export interface Candidate {
  query: Query
  sql: string
  scores: { select: number; where: number; order: number; group: number; nest: number; tables: number; total: number }
  shape: Pick<Record<ShapePart, string>, 'select' | 'group' | 'order' | 'where' | 'nest'>
  selection: Selection
  chosen: AnchorOption[]
  nest: NestProposal
  /** Tables the query reads, nested ones not counted. */
  tables: number[]
}
