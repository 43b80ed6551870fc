import { unreadable } from './unreadable.ts'

/** What reading one file may cost, all that is nested in it included. */
export interface ParseLimits {
  /** Bytes of the file itself. */
  fileBytes: number
  /** Bytes that come out of compressed parts, all together. */
  inflatedBytes: number
  /** How many times larger than the archive its contents may be, once they exceed `ratioFloorBytes`. */
  inflatedRatio: number
  ratioFloorBytes: number
  /** Members of archives, all together. */
  entries: number
  /** Archives within archives, letters within letters. */
  nesting: number
  /** Characters of extracted text, all together. */
  textCharacters: number
  /** Elements within elements, arrays within arrays. */
  depth: number
  /** Elements of one HTML page, or of one XML part that is held as a tree. */
  elements: number
  pages: number
}

const mebibyte = 1024 * 1024

/** What is allowed unless said otherwise. */
export const defaultLimits: ParseLimits = {
  fileBytes: 64 * mebibyte,
  inflatedBytes: 256 * mebibyte,
  inflatedRatio: 200,
  ratioFloorBytes: 16 * mebibyte,
  entries: 10_000,
  nesting: 5,
  textCharacters: 32 * mebibyte,
  depth: 512,
  elements: 3_000_000,
  pages: 10_000,
}

/** Counts down what reading a file may still cost; each method throws `too_large` when it is used up. */
export interface Budget {
  readonly limits: ParseLimits
  /** How deep the file being read is nested; 0 is the file itself. */
  readonly level: number
  spendEntries(count: number): void
  /** Says before inflating how many bytes will come out, and from how many. */
  spendInflated(bytes: number, compressedBytes: number): void
  spendText(characters: number): void
  /** The same budget one level deeper. */
  nested(): Budget
}

/** A new budget for one file of so many bytes. */
export function createBudget(fileBytes: number, limits: ParseLimits = defaultLimits): Budget {
  const left = { entries: limits.entries, text: limits.textCharacters }
  let inflated = 0
  if (fileBytes > limits.fileBytes)
    throw unreadable(
      'too_large',
      `The file is larger than the ${Math.floor(limits.fileBytes / mebibyte)} MB that are allowed. Split it.`,
    )

  function level(depth: number): Budget {
    return {
      limits,
      level: depth,
      spendEntries(count) {
        left.entries -= count
        if (left.entries < 0)
          throw unreadable('too_large', `The archive holds more than ${limits.entries} files. Split it.`)
      },
      spendInflated(bytes, compressedBytes) {
        const after = inflated + bytes
        const suspicious = bytes > limits.ratioFloorBytes && bytes > compressedBytes * limits.inflatedRatio
        const inflatedTooFar = after > limits.ratioFloorBytes && after > fileBytes * limits.inflatedRatio
        if (after > limits.inflatedBytes || suspicious || inflatedTooFar)
          throw unreadable(
            'too_large',
            'The file unpacks to far more than its size allows, as a decompression bomb does. It was not unpacked.',
          )
        // What was refused was not unpacked, and costs its neighbours nothing.
        inflated = after
      },
      spendText(characters) {
        left.text -= characters
        if (left.text < 0)
          throw unreadable('too_large', `The file holds more than ${limits.textCharacters} characters. Split it.`)
      },
      nested() {
        if (depth >= limits.nesting)
          throw unreadable('too_large', `Archives may be nested ${limits.nesting} deep. Unpack the innermost ones.`)
        return level(depth + 1)
      },
    }
  }
  return level(0)
}
