import { loyaltyTiers } from '../company.ts'

/** What each customer spent in each calendar year, and the tier that follows from it in the year after. */
export interface LoyaltyBook {
  add(customerId: number, year: number, cents: number): void
  /** The tier that a member of the programme has in a year. */
  tierIn(customerId: number, year: number): (typeof loyaltyTiers)[number]
}

/** An empty book. */
export function createLoyaltyBook(): LoyaltyBook {
  const spent = new Map<string, number>()
  const key = (customerId: number, year: number) => `${customerId} ${year}`
  return {
    add: (customerId, year, cents) => {
      spent.set(key(customerId, year), (spent.get(key(customerId, year)) ?? 0) + cents)
    },
    tierIn: (customerId, year) => {
      const before = spent.get(key(customerId, year - 1)) ?? 0
      return loyaltyTiers.find(({ spentFrom }) => before >= spentFrom) ?? loyaltyTiers[2]
    },
  }
}
