import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../../platform/errors.ts'
import type { AskableDatabase, TextToSqlEngine } from '../engine.ts'
import { calibrationError } from './calibration-error.ts'
import { isOrdered, resultsMatch, withoutDistinct } from './execution-match.ts'
import { hardnessLevels, hardnessOf, type Hardness } from './hardness.ts'

const questionFile = z.array(
  z.object({
    id: z.union([z.string(), z.number()]).optional(),
    question: z.string(),
    db_id: z.string(),
    // The gold, under the names that benchmarks give it; Spider has a parsed tree as `sql` beside `query`.
    sql: z.unknown().optional(),
    query: z.unknown().optional(),
    SQL: z.unknown().optional(),
  }),
)

/** A database opened for an evaluation, through the gate or however the caller likes. */
export interface OpenedDatabase {
  database: AskableDatabase
  close(): Promise<void> | void
}

/** What to evaluate and with what. */
export interface SqlEvaluation {
  /** JSON file: a list of `question`, `db_id`, and the gold in `sql`, `query` or `SQL`. */
  questions: string
  /** Folder with `<db_id>/<db_id>.sqlite`. */
  databases: string
  /** A key of `split.json` beside the questions; without it all questions are taken. */
  split?: string
  /** Where the predictions go, one JSON object a line. */
  out?: string
  engine: TextToSqlEngine & { warm?: (database: AskableDatabase) => Promise<void> }
  open: (sqlitePath: string, name: string) => Promise<OpenedDatabase>
  /** Confidence from which an answer counts as answered. */
  threshold: number
  print?: (line: string) => void
}

/** One question's outcome. */
export interface SqlOutcome {
  id: string | number
  db_id: string
  question: string
  gold: string
  sql: string
  confidence: number
  right: boolean
  invalid: boolean
  hardness: Hardness
  milliseconds: number
}

/** The figures of an evaluation; shares from 0 to 1. */
export interface SqlReport {
  questions: number
  accuracy: number
  byHardness: Record<Hardness, { questions: number; accuracy: number }>
  answered: number
  accuracyAnswered: number
  calibrationError: number
  p50: number
  p95: number
  invalid: number
  outcomes: SqlOutcome[]
}

const rowsAtMost = 200_000
const timeoutMs = 10_000

/** Asks every question, judges by execution, writes the predictions and prints the figures. Throws `invalid` when the files do not fit. */
export async function evaluateSql(evaluation: SqlEvaluation): Promise<SqlReport> {
  const questions = await readQuestions(evaluation)
  const outcomes: SqlOutcome[] = []
  const names = [...new Set(questions.map((question) => question.db_id))]
  for (const name of names) {
    const opened = await evaluation.open(join(evaluation.databases, name, `${name}.sqlite`), name)
    try {
      await evaluation.engine.warm?.(opened.database)
      for (const question of questions.filter((each) => each.db_id === name))
        outcomes.push(await judge(question, opened.database, evaluation.engine))
    } finally {
      await opened.close()
    }
  }
  const place = new Map(questions.map((question, index) => [question.id, index]))
  outcomes.sort((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0))
  if (evaluation.out !== undefined) {
    const lines = outcomes.map(({ id, db_id, question, sql, confidence, milliseconds }) =>
      JSON.stringify({ id, db_id, question, sql, confidence, ms: Math.round(milliseconds * 10) / 10 }),
    )
    await writeFile(evaluation.out, `${lines.join('\n')}\n`)
  }
  const report = reportOf(outcomes, evaluation.threshold)
  printReport(report, evaluation.threshold, evaluation.print ?? (() => undefined))
  return report
}

interface GoldQuestion {
  id: string | number
  question: string
  db_id: string
  gold: string
}

async function readQuestions({ questions, split }: SqlEvaluation): Promise<GoldQuestion[]> {
  const parsed = questionFile.safeParse(JSON.parse(await readFile(questions, 'utf8')))
  if (!parsed.success) throw new AppError('invalid', `The questions in ${questions} need "question" and "db_id".`)
  const all = parsed.data.map((each, index) => ({
    id: each.id ?? index,
    question: each.question,
    db_id: each.db_id,
    gold: [each.sql, each.query, each.SQL].find((gold) => typeof gold === 'string') ?? '',
  }))
  if (split === undefined) return all
  const path = join(dirname(questions), 'split.json')
  if (!existsSync(path))
    throw new AppError('invalid', 'There is no split.json beside the questions; leave --split out.')
  const names = z.record(z.string(), z.array(z.string())).parse(JSON.parse(await readFile(path, 'utf8')))[split]
  if (names === undefined) throw new AppError('invalid', `split.json has no "${split}".`)
  return all.filter((each) => names.includes(each.db_id))
}

async function judge(question: GoldQuestion, database: AskableDatabase, engine: TextToSqlEngine): Promise<SqlOutcome> {
  const started = performance.now()
  const { readings } = await engine.interpret({ text: question.question }, database)
  const milliseconds = performance.now() - started
  const best = readings[0]
  const run = async (sql: string) => {
    try {
      return (await database.run(withoutDistinct(sql), { maxRows: rowsAtMost, timeoutMs })).rows
    } catch {
      return undefined
    }
  }
  const gold = await run(question.gold)
  const rows = best === undefined ? undefined : await run(best.sql)
  return {
    ...question,
    sql: best?.sql ?? '',
    confidence: best?.confidence ?? 0,
    right: gold !== undefined && rows !== undefined && resultsMatch(gold, rows, isOrdered(question.gold)),
    invalid: best !== undefined && rows === undefined,
    hardness: hardnessOf(question.gold),
    milliseconds,
  }
}

function reportOf(outcomes: SqlOutcome[], threshold: number): SqlReport {
  const share = (list: SqlOutcome[]) =>
    list.length === 0 ? 0 : list.filter((outcome) => outcome.right).length / list.length
  const answered = outcomes.filter((outcome) => outcome.sql !== '' && outcome.confidence >= threshold)
  const times = outcomes.map((outcome) => outcome.milliseconds).toSorted((one, other) => one - other)
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0
  const level = (hardness: Hardness) => {
    const list = outcomes.filter((outcome) => outcome.hardness === hardness)
    return { questions: list.length, accuracy: share(list) }
  }
  return {
    questions: outcomes.length,
    accuracy: share(outcomes),
    byHardness: { easy: level('easy'), medium: level('medium'), hard: level('hard'), extra: level('extra') },
    answered: outcomes.length === 0 ? 0 : answered.length / outcomes.length,
    accuracyAnswered: share(answered),
    calibrationError: calibrationError(outcomes),
    p50: at(0.5),
    p95: at(0.95),
    invalid: outcomes.filter((outcome) => outcome.invalid).length,
    outcomes,
  }
}

function printReport(report: SqlReport, threshold: number, print: (line: string) => void): void {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  print(`questions            ${report.questions}`)
  print(`execution accuracy   ${percent(report.accuracy)}`)
  for (const level of hardnessLevels)
    print(
      `  ${level.padEnd(18)} ${percent(report.byHardness[level].accuracy)} of ${report.byHardness[level].questions}`,
    )
  print(`answered (≥ ${threshold})    ${percent(report.answered)}, of these right ${percent(report.accuracyAnswered)}`)
  print(`calibration error    ${report.calibrationError.toFixed(3)}`)
  print(`milliseconds         p50 ${report.p50.toFixed(1)}, p95 ${report.p95.toFixed(1)}`)
  print(`invalid SQL          ${report.invalid}`)
}
