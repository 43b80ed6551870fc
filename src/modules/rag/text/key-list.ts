const zero = 48
const comma = 44

/** Reads keys that a database has joined by commas; ascending and each once, whatever their order was. */
export const parseKeys = (joined: string | null): Uint32Array => {
  if (joined === null || joined === '') return new Uint32Array()
  let count = 1
  for (let at = joined.indexOf(','); at >= 0; at = joined.indexOf(',', at + 1)) count++
  const keys = new Uint32Array(count)
  let [place, key] = [0, 0]
  let isAscending = true
  for (let i = 0; i <= joined.length; i++) {
    const code = i < joined.length ? joined.charCodeAt(i) : comma
    if (code !== comma) {
      key = key * 10 + code - zero
      continue
    }
    if (place > 0 && (keys[place - 1] ?? 0) >= key) isAscending = false
    keys[place++] = key
    key = 0
  }
  return isAscending ? keys : Uint32Array.from(new Set(keys.sort()))
}

/** Whether an ascending list holds a key. */
export const holdsKey = (keys: Uint32Array, key: number): boolean => placeOfKey(keys, key) >= 0

/** The place of a key in an ascending list; below 0 where it is not in it. */
export const placeOfKey = (keys: Uint32Array, key: number): number => {
  let low = 0
  let high = keys.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = keys[middle] ?? 0
    if (found === key) return middle
    if (found < key) low = middle + 1
    else high = middle - 1
  }
  return -1
}
