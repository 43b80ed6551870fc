import { timestampOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { dispatchDays, freeShippingThreshold, overseasDays, shippingMethods } from '../company.ts'
import { createWheel } from '../random.ts'
import type { Random } from '../random.ts'
import type { Row } from '../schema/tables.ts'
import { carriers } from '../words/carriers.ts'
import type { Moment } from './order-moments.ts'

/** A way to ship, as the company's rules list them. */
export type ShippingMethod = (typeof shippingMethods)[number]

const SAME_DAY_UNTIL = 11 * 3600
const LATE = 0.035

/** How the customer wants an order to travel. */
export const drawShippingMethod = createWheel<ShippingMethod>(shippingMethods, ({ share }) => share)

/** The fee in cents for goods worth `goods` cents. */
export function shippingFee(method: ShippingMethod, goods: number): number {
  return method.freeAboveThreshold && goods >= freeShippingThreshold ? 0 : method.fee
}

/**
 * The parcel of an order; undefined while it waits in the warehouse. Of the day the demo is made nothing is known yet.
 * The number of the shipment is set once all are known.
 */
export function shipOrder(
  order: { order_id: number; moment: Moment; region: string; method: ShippingMethod },
  today: Day,
  random: Random,
): Row<'shipments'> | undefined {
  const { day, second } = order.moment
  const shippedDay = second < SAME_DAY_UNTIL && random.chance(0.6) ? day : day + random.integer(1, dispatchDays)
  if (shippedDay >= today) return undefined
  const [soonest, latest] = order.method.days
  const overseas = order.region === 'North America' ? random.integer(1, overseasDays) : 0
  const late = random.chance(LATE) ? latest - soonest + random.integer(1, 6) : 0
  const deliveredDay = shippedDay + random.integer(soonest, latest) + overseas + late
  const shippedSecond = random.integer(13 * 3600, 18 * 3600)
  const deliveredSecond = random.integer(8 * 3600, 20 * 3600)
  return {
    shipment_id: 0,
    order_id: order.order_id,
    method: order.method.name,
    carrier: random.pick(carriers[order.region] ?? []),
    tracking_number: `QM${String(order.order_id * 7919).padStart(9, '0')}`,
    shipped_at: timestampOf(shippedDay, shippedSecond),
    delivered_at: deliveredDay < today ? timestampOf(deliveredDay, deliveredSecond) : null,
  }
}
