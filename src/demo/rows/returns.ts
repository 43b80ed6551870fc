import { dateOf, dayOfTimestamp } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { returnRules } from '../company.ts'
import { createRandom } from '../random.ts'
import type { Random } from '../random.ts'
import type { DemoData, Row } from '../schema/tables.ts'
import { aislesByCategory } from './baskets.ts'

const WORN_REASONS = ['wrong size', 'wrong size', 'wrong size', 'changed mind', 'not as described', 'faulty']
const OTHER_REASONS = ['changed mind', 'changed mind', 'damaged in transit', 'faulty', 'faulty', 'not as described']

/** What came back of the completed orders, always within the return window; the refund is what had been paid for it. */
export function makeReturns(
  today: Day,
  data: Pick<DemoData, 'orders' | 'order_lines' | 'shipments' | 'products' | 'categories'>,
): Row<'returns'>[] {
  const aisles = aislesByCategory(data.categories)
  const categoryOf = new Map(data.products.map(({ product_id, category_id }) => [product_id, category_id]))
  const delivered = new Map(data.shipments.map(({ order_id, delivered_at }) => [order_id, delivered_at]))
  const orders = new Map(data.orders.map((order) => [order.order_id, order]))

  const returns = data.order_lines.flatMap((line) => {
    const random = createRandom(`return ${line.order_line_id}`)
    const order = orders.get(line.order_id)
    const aisle = aisles.get(categoryOf.get(line.product_id) ?? 0)
    if (order?.status !== 'completed' || !aisle) return []
    if (!random.chance(aisle.returned * (order.channel === 'store' ? 0.55 : 1.25))) return []
    const received = dayOfTimestamp(delivered.get(order.order_id) ?? order.ordered_at)
    const returnedDay = received + daysUntilReturn(random)
    if (returnedDay >= today) return []
    const worn = aisle.name === 'Clothing' || aisle.name === 'Footwear'
    const quantity = random.chance(0.7) ? line.quantity : random.integer(1, line.quantity)
    return {
      return_id: 0,
      order_line_id: line.order_line_id,
      quantity,
      reason: random.pick(worn ? WORN_REASONS : OTHER_REASONS),
      returned_on: dateOf(returnedDay),
      refund_amount: Math.floor((line.line_total * quantity) / line.quantity),
    }
  })
  returns.sort(
    (one, other) => one.returned_on.localeCompare(other.returned_on) || one.order_line_id - other.order_line_id,
  )
  for (const [index, row] of returns.entries()) row.return_id = index + 1
  return returns
}

/** Most goods come back within two weeks, some on the last day. */
function daysUntilReturn(random: Random): number {
  return random.chance(0.7) ? random.integer(2, 14) : random.integer(2, returnRules.windowDays)
}
