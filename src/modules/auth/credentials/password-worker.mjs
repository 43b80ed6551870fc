// JavaScript, because a thread has no TypeScript loader of its own when the program runs from its source.
// bcrypt is slow on purpose: it runs here, where it holds up nobody else's request.
import { compareSync, hashSync } from 'bcryptjs'

/** @param {{ text: string, cost: number }} task */
export const hash = ({ text, cost }) => hashSync(text, cost)

/** False for what is no hash. @param {{ text: string, hash: string }} task */
export const compare = ({ text, hash: kept }) => {
  try {
    return compareSync(text, kept)
  } catch {
    return false
  }
}
