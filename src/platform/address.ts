import { isIPv6 } from 'node:net'

const groupsOf = (part: string | undefined): string[] => (part ? part.split(':') : [])

/** The eight groups of an IPv6 address, as numbers. */
const expand = (address: string): number[] => {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head, tail] = canonical.split('::')
  const front = groupsOf(head)
  const back = groupsOf(tail)
  const middle = Array.from({ length: 8 - front.length - back.length }, () => '0')
  return [...front, ...middle, ...back].map((group) => Number.parseInt(group, 16))
}

/** An address in one spelling: IPv4 in IPv6 (`::ffff:192.0.2.1`) as IPv4, a zone (`%eth0`) left out. */
export const plainAddress = (address: string): string => {
  const bare = address.split('%')[0] ?? ''
  if (!isIPv6(bare)) return bare
  const groups = expand(bare)
  const [high = 0, low = 0] = groups.slice(6)
  if (groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return bare.toLowerCase()
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/**
 * The network that counts as one caller: an IPv4 address itself; of IPv6 the /64, for whoever has one address of it
 * has them all.
 */
export const networkOf = (address: string): string => {
  const plain = plainAddress(address)
  if (!isIPv6(plain)) return plain
  const prefix = expand(plain).slice(0, 4)
  return `${prefix.map((group) => group.toString(16)).join(':')}::/64`
}
