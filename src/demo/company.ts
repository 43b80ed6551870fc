/** What the rows and the documents of the demo company have in common: its name and its rules. Money is in cents. */
export const company = {
  name: 'Quillmere Outfitters',
  domain: 'quillmere.example',
  headOffice: 'Hamburg',
  currency: 'euro',
} as const

/** The rules for sending goods back. */
export const returnRules = { windowDays: 30 } as const

/** How parcels travel: fee in cents, days from dispatch to delivery as promised. */
export const shippingMethods = [
  { name: 'Standard', fee: 495, freeAboveThreshold: true, days: [2, 5], share: 0.66 },
  { name: 'Express', fee: 1295, freeAboveThreshold: false, days: [1, 2], share: 0.14 },
  { name: 'Pickup point', fee: 295, freeAboveThreshold: true, days: [3, 6], share: 0.2 },
] as const

/** Goods worth this many cents travel free, by the methods that allow it. */
export const freeShippingThreshold = 7500

/** Parcels leave the warehouse at most this many days after the order. */
export const dispatchDays = 2

/** Parcels to North America may take this many days more. */
export const overseasDays = 4

/** Invoices are to be paid within this many days. */
export const invoiceDays = 28

/** Stores and the telephone are staffed on these hours, Monday to Saturday. */
export const openingHours = { from: 10, to: 19 } as const

/** What gift cards are worth, in cents. */
export const giftCards = [1000, 2000, 2500, 5000] as const

/** The tiers of the loyalty programme, highest first; reached by what was spent in the calendar year before. */
export const loyaltyTiers = [
  { name: 'Gold', spentFrom: 60_000, discountPercent: 8 },
  { name: 'Silver', spentFrom: 25_000, discountPercent: 5 },
  { name: 'Bronze', spentFrom: 0, discountPercent: 2 },
] as const

/** The sales of a year, by month and days of that month; `categories` are top categories, all of them when absent. */
export const sales = [
  { name: 'January Sale', month: 1, from: 2, to: 31, discountPercent: 20, categories: ['Clothing', 'Footwear'] },
  {
    name: 'Midsummer Weeks',
    month: 6,
    from: 10,
    to: 30,
    discountPercent: 15,
    categories: ['Camping & Hiking', 'Water Sports'],
  },
  { name: 'November Days', month: 11, from: 20, to: 30, discountPercent: 10 },
] as const

/** A sale of the list above. */
export type Sale = (typeof sales)[number]

/** Whether a sale covers goods of a top category. */
export function saleCovers(sale: Sale, topCategory: string): boolean {
  return !('categories' in sale) || sale.categories.some((name) => name === topCategory)
}

/** Raise it whenever the rows or the tables change: an older demo database is then made anew. */
export const demoVersion = 1
