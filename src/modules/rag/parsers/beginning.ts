/** The first bytes of a file, so many at most; not copied. */
export const beginningOf = (bytes: Uint8Array, length: number): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.length))
