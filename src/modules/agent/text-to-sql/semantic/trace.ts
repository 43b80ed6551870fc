import type { Candidate } from './generate/candidate.ts'
import type { ReadingContext } from './generate/reading-context.ts'
import { columnRoles } from './model/engine-model.ts'
import type { RankedCandidate } from './rank/rank.ts'

const shown = 10

/** The stages of a reading as JSON: what was linked, what the models thought, which candidates stood and why one won. */
export function traceOf(
  context: ReadingContext,
  candidates: readonly Candidate[],
  ranked: readonly RankedCandidate[],
): Record<string, unknown> {
  const { question, schema } = context
  const words = (from: number, to: number) =>
    question.text.slice(question.tokens[from]?.start ?? 0, question.tokens[to - 1]?.end ?? 0)
  const columnName = (id: number) =>
    `${schema.tables[schema.columns[id]?.table ?? -1]?.name}.${schema.columns[id]?.name}`
  return {
    links: {
      tables: [...question.tables].flatMap(([id, [link]]) =>
        link === undefined
          ? []
          : [{ words: words(link.from, link.to), table: schema.tables[id]?.name, score: round(link.score) }],
      ),
      columns: [...question.columns]
        .flatMap(([id, [link]]) =>
          link === undefined
            ? []
            : [{ words: words(link.from, link.to), column: columnName(id), score: round(link.score) }],
        )
        .toSorted((one, other) => other.score - one.score)
        .slice(0, 3 * shown),
      values: question.values.map((value) => ({
        words: words(value.from, value.to),
        ...(value.column === undefined ? {} : { column: columnName(value.column) }),
        value: value.value,
        kind: value.kind,
      })),
    },
    roles: context.columns
      .map((id) => ({
        column: columnName(id),
        ...Object.fromEntries(
          columnRoles.flatMap((role) =>
            (context.roles[role][id] ?? 0) > 0.05 ? [[role, round(context.roles[role][id] ?? 0)]] : [],
          ),
        ),
      }))
      .filter((each) => Object.keys(each).length > 1),
    shape: Object.fromEntries(
      Object.entries(context.shape).map(([part, logs]) => [
        part,
        Object.fromEntries([...logs].filter(([, log]) => log > -3).map(([name, log]) => [name, round(Math.exp(log))])),
      ]),
    ),
    proposed: candidates.length,
    candidates: ranked.slice(0, shown).map(({ candidate, score, confidence, trial }) => ({
      sql: candidate.sql,
      score: round(score),
      confidence: round(confidence),
      parts: Object.fromEntries(Object.entries(candidate.scores).map(([name, value]) => [name, round(value)])),
      shape: candidate.shape,
      ...(trial === undefined ? {} : { rows: trial.rows }),
    })),
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
