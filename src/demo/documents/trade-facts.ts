import { dayOfTimestamp } from '../calendar.ts'
import { overseasDays, shippingMethods } from '../company.ts'
import { itemAt } from '../random.ts'
import type { DemoData } from '../schema/tables.ts'

/** How much comes back, and why: reasons with their counts, the most frequent first. */
export interface ReturnFacts {
  count: number
  linesPercent: string
  reasons: { reason: string; count: number }[]
}

/** How parcels fare. */
export interface DeliveryFacts {
  delivered: number
  onTimePercent: string
}

/** The trade of the last full calendar year and of the one before; cancelled orders left out, money in cents. */
export interface SalesFacts {
  year: number
  revenue: number
  revenueBefore: number
  orders: number
  ordersBefore: number
  onlinePercent: string
  bestMonth: { name: string; revenue: number }
  bestProduct: { name: string; revenue: number }
  bestCategory: { name: string; revenue: number }
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

const percent = (part: number, whole: number) => ((100 * part) / whole).toFixed(1)

/** Reads the returns. */
export function returnFacts({ orders, order_lines, returns }: DemoData): ReturnFacts {
  const completed = new Set(orders.filter(({ status }) => status === 'completed').map(({ order_id }) => order_id))
  const lines = order_lines.filter(({ order_id }) => completed.has(order_id)).length
  return {
    count: returns.length,
    linesPercent: percent(returns.length, lines),
    reasons: ranked(returns.map(({ reason }) => [reason, 1])).map(([reason, count]) => ({ reason, count })),
  }
}

/** Reads the parcels; one is on time when it took no longer than its method promises. */
export function deliveryFacts({ orders, customers, regions, shipments }: DemoData): DeliveryFacts {
  const overseas = regions.find(({ name }) => name === 'North America')?.region_id
  const delivered = shipments.flatMap(({ order_id, method, shipped_at, delivered_at }) => {
    if (delivered_at === null) return []
    const customer = customers[(orders[order_id - 1]?.customer_id ?? 0) - 1]
    const promised =
      (shippingMethods.find(({ name }) => name === method)?.days[1] ?? 0) +
      (customer?.region_id === overseas ? overseasDays : 0)
    return { late: dayOfTimestamp(delivered_at) - dayOfTimestamp(shipped_at) > promised }
  })
  const onTime = delivered.filter(({ late }) => !late).length
  return { delivered: delivered.length, onTimePercent: percent(onTime, delivered.length) }
}

/** Reads the trade of the calendar year before `thisYear`. */
export function salesFacts({ orders, order_lines, products, categories }: DemoData, thisYear: number): SalesFacts {
  const yearOf = new Map(
    orders
      .filter(({ status }) => status !== 'cancelled')
      .map(({ order_id, ordered_at, channel }) => [
        order_id,
        { year: Number(ordered_at.slice(0, 4)), ordered_at, channel },
      ]),
  )
  const linesIn = (year: number) => order_lines.filter(({ order_id }) => yearOf.get(order_id)?.year === year)
  const ordersIn = (year: number) => [...yearOf.values()].filter((order) => order.year === year)
  const revenue = (lines: { line_total: number }[]) => lines.reduce((sum, { line_total }) => sum + line_total, 0)
  const lines = linesIn(thisYear - 1)
  const best = (nameOf: (line: (typeof lines)[number]) => string) => {
    const [name, sum] = itemAt(ranked(lines.map((line) => [nameOf(line), line.line_total])), 0)
    return { name, revenue: sum }
  }
  const productOf = ({ product_id }: { product_id: number }) => itemAt(products, product_id - 1)
  return {
    year: thisYear - 1,
    revenue: revenue(lines),
    revenueBefore: revenue(linesIn(thisYear - 2)),
    orders: ordersIn(thisYear - 1).length,
    ordersBefore: ordersIn(thisYear - 2).length,
    onlinePercent: percent(
      ordersIn(thisYear - 1).filter(({ channel }) => channel === 'online').length,
      ordersIn(thisYear - 1).length,
    ),
    bestMonth: best(({ order_id }) => itemAt(MONTHS, Number(yearOf.get(order_id)?.ordered_at.slice(5, 7)) - 1)),
    bestProduct: best((line) => productOf(line).name),
    bestCategory: best((line) => {
      const category = itemAt(categories, productOf(line).category_id - 1)
      return itemAt(categories, (category.parent_id ?? 1) - 1).name
    }),
  }
}

/** Sums by name, the highest first. */
function ranked(pairs: readonly (readonly [string, number])[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const [name, amount] of pairs) sums.set(name, (sums.get(name) ?? 0) + amount)
  return [...sums].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]))
}
