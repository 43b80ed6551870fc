import { dateOf, partsOf, timestampOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { createRandom, createWheel, shuffled } from '../random.ts'
import type { Random } from '../random.ts'
import type { DemoData, Row } from '../schema/tables.ts'
import { regions } from '../words/countries.ts'
import { createBasketFiller } from './baskets.ts'
import { createCounters } from './counters.ts'
import { createLoyaltyBook } from './loyalty.ts'
import { orderMoments } from './order-moments.ts'
import { drawShippingMethod, shipOrder, shippingFee } from './shipments.ts'

const ORDERS = 8700
const CANCELLED = { fromAfar: 0.045, inStore: 0.008 }

/** What must be there before orders can be. */
export type Before = Pick<DemoData, 'stores' | 'employees' | 'customers' | 'categories' | 'products' | 'price_changes'>

/** Orders with their lines and parcels, from the oldest to the newest. Sets the loyalty tiers of the customers. */
export function makeOrders(today: Day, before: Before): Pick<DemoData, 'orders' | 'order_lines' | 'shipments'> {
  const orders: Row<'orders'>[] = []
  const order_lines: Row<'order_lines'>[] = []
  const shipments: Row<'shipments'>[] = []
  const loyalty = createLoyaltyBook()
  const drawCustomer = createCustomerDraw(before.customers)
  const counterFor = createCounters(before.stores, before.employees)
  const fillBasket = createBasketFiller(before.categories, before.products, before.price_changes)

  for (const [index, moment] of orderMoments(today, ORDERS).entries()) {
    const order_id = index + 1
    const random = createRandom(`order ${order_id}`)
    const { year } = partsOf(moment.day)
    const customer = drawCustomer(dateOf(moment.day), random)
    const { customer_id, loyalty_tier } = customer
    const percent = loyalty_tier === null ? 0 : loyalty.tierIn(customer_id, year).discountPercent
    const lines = fillBasket(moment.day, percent, random)
    const goods = lines.reduce((sum, { line_total }) => sum + line_total, 0)
    const counter = counterFor(customer, moment, random)
    const method = counter.channel === 'store' ? undefined : drawShippingMethod(random)
    const shipping_fee = method ? shippingFee(method, goods) : 0
    const cancelled = random.chance(method ? CANCELLED.fromAfar : CANCELLED.inStore)
    const region = regions[customer.region_id - 1]?.name ?? ''
    const shipment = method && !cancelled ? shipOrder({ order_id, moment, region, method }, today, random) : undefined

    orders.push({
      order_id,
      customer_id,
      ...counter,
      ordered_at: timestampOf(moment.day, moment.second),
      status: statusOf(cancelled, method !== undefined, shipment),
      shipping_fee,
      total_amount: goods + shipping_fee,
    })
    for (const line of lines) order_lines.push({ order_line_id: order_lines.length + 1, order_id, ...line })
    if (shipment) shipments.push(shipment)
    if (!cancelled) loyalty.add(customer_id, year, goods)
  }

  const thisYear = partsOf(today).year
  for (const customer of before.customers)
    if (customer.loyalty_tier !== null) customer.loyalty_tier = loyalty.tierIn(customer.customer_id, thisYear).name
  shipments.sort((one, other) => one.shipped_at.localeCompare(other.shipped_at) || one.order_id - other.order_id)
  for (const [index, shipment] of shipments.entries()) shipment.shipment_id = index + 1
  return { orders, order_lines, shipments }
}

function statusOf(cancelled: boolean, travels: boolean, shipment: Row<'shipments'> | undefined): string {
  if (cancelled) return 'cancelled'
  if (!travels) return 'completed'
  if (!shipment) return 'processing'
  return shipment.delivered_at === null ? 'shipped' : 'completed'
}

/** Few customers buy often, most now and then, and some never; none before they signed up. */
function createCustomerDraw(customers: readonly Row<'customers'>[]) {
  const random = createRandom('regulars')
  const buyers = shuffled(customers, random).filter(() => !random.chance(0.08))
  const draw = createWheel(buyers, (_, rank) => 1 / (rank + 25) + 0.0014)
  return function drawCustomer(date: string, random: Random): Row<'customers'> {
    const customer = draw(random)
    return customer.signed_up_on <= date ? customer : drawCustomer(date, random)
  }
}
