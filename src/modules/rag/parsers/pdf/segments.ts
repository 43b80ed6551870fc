/** A run of text on a page: left edge, baseline and width in points; y grows upwards. */
export interface TextRun {
  text: string
  x: number
  y: number
  width: number
  /** Height of the font. */
  size: number
  /** Read from right to left. */
  rightToLeft: boolean
  /** Its place in the page's own order. */
  order: number
  /** Whether the page writes a blank between this run and the one before it in that order. */
  isSpaced: boolean
}

/** Runs on one baseline with no wide gap between them. */
export interface Segment {
  runs: TextRun[]
  left: number
  right: number
  y: number
  size: number
}

/** Segments on one baseline, from left to right. */
export interface Row {
  segments: Segment[]
  y: number
  size: number
}

const wideGap = 0.85

/** Puts runs on common baselines, from the top of the page to its foot. */
export function rowsOf(runs: TextRun[]): Row[] {
  const sorted = onBaselines(runs).sort((one, other) => other.y - one.y || one.x - other.x)
  const rows: { runs: TextRun[]; y: number; size: number }[] = []
  for (const run of sorted) {
    const row = rows.at(-1)
    if (!row || row.y - run.y > 0.25 * Math.max(row.size, run.size))
      rows.push({ runs: [run], y: run.y, size: run.size })
    else {
      row.runs.push(run)
      row.size = Math.max(row.size, run.size)
    }
  }
  return rows.map((row) => ({ segments: segmentsOf(row.runs), y: row.y, size: row.size }))
}

/** Raised and lowered signs are put on the baseline of the larger run that they touch. */
function onBaselines(runs: TextRun[]): TextRun[] {
  const byHeight = [...runs].sort((one, other) => other.y - one.y)
  const largest = runs.reduce((size, run) => Math.max(size, run.size), 0)
  return byHeight.map((run, index) => {
    if (!isSmallBeside(run, largest)) return run
    const reach = (direction: 1 | -1): TextRun | undefined => {
      const last = Math.min(Math.max(index + direction * farthest, -1), byHeight.length)
      for (let other = index + direction; other !== last; other += direction) {
        const candidate = byHeight[other]
        if (!candidate || Math.abs(candidate.y - run.y) > 3 * run.size) return undefined
        if (touches(run, candidate)) return candidate
      }
      return undefined
    }
    const host = reach(1) ?? reach(-1)
    return host ? { ...run, y: host.y } : run
  })
}

/** How many runs away the run is looked for that another belongs to. */
const farthest = 500

function isSmallBeside(run: TextRun, size: number): boolean {
  return run.size <= 0.85 * size
}

function touches(small: TextRun, large: TextRun): boolean {
  if (!isSmallBeside(small, large.size) || Math.abs(small.y - large.y) > 0.6 * large.size) return false
  const gap = Math.max(small.x - (large.x + large.width), large.x - (small.x + small.width))
  return gap < 0.4 * large.size
}

function segmentsOf(runs: TextRun[]): Segment[] {
  const sorted = [...runs].sort((one, other) => one.x - other.x)
  const segments: Segment[] = []
  for (const run of sorted) {
    const last = segments.at(-1)
    if (last && run.x - last.right <= wideGap * Math.max(last.size, run.size)) {
      last.runs.push(run)
      last.right = Math.max(last.right, run.x + run.width)
      last.size = Math.max(last.size, run.size)
    } else segments.push({ runs: [run], left: run.x, right: run.x + run.width, y: run.y, size: run.size })
  }
  return segments
}

/** The text of a segment: a blank where there is room for one and none is written. */
export function segmentText(segment: Segment): string {
  const rightToLeft = segment.runs.filter((run) => run.rightToLeft).length * 2 > segment.runs.length
  const runs = rightToLeft ? segment.runs.toReversed() : segment.runs
  let text = ''
  let previous: TextRun | undefined
  for (const run of runs) {
    if (previous && isOverprint(previous, run)) continue
    if (previous) {
      const gap = rightToLeft ? previous.x - (run.x + run.width) : run.x - (previous.x + previous.width)
      const roomy = gap > 0.17 * Math.min(previous.size, run.size) || hasBlankBetween(previous, run)
      if (roomy && !/\s$/u.test(text) && !/^\s/u.test(run.text)) text += ' '
    }
    text += run.text
    previous = run
  }
  return withAccents(text)
    .replace(/(?:\. ?){6,}/gu, ' … ')
    .replace(/\s+/gu, ' ')
    .trim()
}

const combining: Record<string, string> = {
  '¨': '\u0308',
  '´': '\u0301',
  ˆ: '\u0302',
  '˜': '\u0303',
  '¯': '\u0304',
  '˘': '\u0306',
  '˙': '\u0307',
  '˚': '\u030A',
  '˝': '\u030B',
  ˇ: '\u030C',
}

/** Older TeX sets an accent as a sign of its own before the letter. */
function withAccents(text: string): string {
  return text.replace(/([¨´ˆ˜¯˘˙˚˝ˇ])(\p{L})/gu, (written: string, accent: string, base: string) => {
    const composed = `${base === 'ı' ? 'i' : base}${combining[accent] ?? ''}`.normalize('NFC')
    return composed.length === base.length ? composed : written
  })
}

function hasBlankBetween(one: TextRun, other: TextRun): boolean {
  const [first, second] = one.order < other.order ? [one, other] : [other, one]
  return second.isSpaced && second.order === first.order + 1
}

/** Bold type and shadows are sometimes made by writing the same text twice in nearly the same place. */
function isOverprint(one: TextRun, other: TextRun): boolean {
  return (
    one.text === other.text &&
    one.text.trim() !== '' &&
    Math.abs(one.x - other.x) < 0.3 * one.size &&
    Math.abs(one.y - other.y) < 0.3 * one.size
  )
}
