import { dayOfTimestamp, timestampOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { giftCards, invoiceDays } from '../company.ts'
import { createRandom, createWheel } from '../random.ts'
import type { Random } from '../random.ts'
import type { Row } from '../schema/tables.ts'

type Payment = Row<'payments'>

const drawAtTheTill = createWheel(['card', 'card', 'card', 'cash', 'mobile wallet'], () => 1)
const drawFromAfar = createWheel(['card', 'card', 'card', 'card', 'mobile wallet', 'mobile wallet', 'invoice'], () => 1)

/** What was paid for each order: at once, in two parts with a gift card, later on invoice, or not (yet) at all. */
export function makePayments(today: Day, orders: readonly Row<'orders'>[]): Payment[] {
  const payments = orders.flatMap((order) => paymentsOf(order, today, createRandom(`payment ${order.order_id}`)))
  payments.sort((one, other) => one.paid_at.localeCompare(other.paid_at) || one.order_id - other.order_id)
  for (const [index, payment] of payments.entries()) payment.payment_id = index + 1
  return payments
}

function paymentsOf(order: Row<'orders'>, today: Day, random: Random): Payment[] {
  const method = order.channel === 'store' ? drawAtTheTill(random) : drawFromAfar(random)
  const cancelled = order.status === 'cancelled'
  const payment = (method: string, amount: number, paid_at: string): Payment => ({
    payment_id: 0,
    order_id: order.order_id,
    method,
    amount,
    paid_at,
    status: cancelled ? 'refunded' : 'paid',
  })

  if (method === 'invoice') {
    const paidDay = dayOfTimestamp(order.ordered_at) + random.integer(3, invoiceDays + 6)
    const paidSecond = random.integer(0, 86_399)
    if (cancelled || random.chance(0.05) || paidDay >= today) return []
    return [payment('invoice', order.total_amount, timestampOf(paidDay, paidSecond))]
  }
  if (cancelled && random.chance(0.55)) return []
  const gift = random.pick(giftCards)
  if (gift >= order.total_amount || !random.chance(0.05)) return [payment(method, order.total_amount, order.ordered_at)]
  return [payment('gift card', gift, order.ordered_at), payment(method, order.total_amount - gift, order.ordered_at)]
}
