import type { Calibration } from '../../src/modules/agent/text-to-sql/semantic/confidence.ts'

/** Fits a rising step function to (raw, right) by pooling neighbours that fall, and keeps its middle points. */
export function fitCalibration(points: { raw: number; right: boolean }[]): Calibration {
  const sorted = points.toSorted((one, other) => one.raw - other.raw)
  const least = Math.max(20, Math.floor(sorted.length / 60))
  const blocks: { raw: number; right: number; count: number }[] = []
  for (let at = 0; at < sorted.length; at += least) {
    const chunk = sorted.slice(at, at + least)
    blocks.push({
      raw: chunk.reduce((sum, point) => sum + point.raw, 0),
      right: chunk.filter((point) => point.right).length,
      count: chunk.length,
    })
    for (;;) {
      const last = blocks.at(-1)
      const before = blocks.at(-2)
      if (last === undefined || before === undefined || before.right / before.count <= last.right / last.count) break
      blocks.splice(-2, 2, {
        raw: before.raw + last.raw,
        right: before.right + last.right,
        count: before.count + last.count,
      })
    }
  }
  const places = (value: number) => Number(value.toFixed(4))
  return {
    raw: blocks.map((block) => places(block.raw / block.count)),
    honest: blocks.map((block) => places((block.right + 0.5) / (block.count + 1))),
  }
}
