import { expect } from 'chai'
import { dayOfTimestamp, partsOf } from '../../src/demo/calendar.ts'
import { dispatchDays, loyaltyTiers, returnRules, shippingMethods } from '../../src/demo/company.ts'
import { demoRows } from '../../src/demo/demo-rows.ts'
import { salePercent } from '../../src/demo/rows/baskets.ts'
import { createPriceBook } from '../../src/demo/rows/products.ts'
import { shippingFee } from '../../src/demo/rows/shipments.ts'

const today = '2026-11-22'
const data = demoRows({ today })
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
const orderOf = new Map(data.orders.map((order) => [order.order_id, order]))
const lineOf = new Map(data.order_lines.map((line) => [line.order_line_id, line]))
const shipmentOf = new Map(data.shipments.map((shipment) => [shipment.order_id, shipment]))

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => number): Map<number, Item[]> {
  const groups = new Map<number, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
const linesOf = groupedBy(data.order_lines, ({ order_id }) => order_id)
const paymentsOf = groupedBy(data.payments, ({ order_id }) => order_id)

describe('demoRows', () => {
  it('makes the same rows for the same day, and others for another', () => {
    const again = JSON.stringify(demoRows({ today }))
    expect(again === JSON.stringify(data)).to.equal(true)
    expect(JSON.stringify(demoRows({ today: '2026-11-23' })) === JSON.stringify(data)).to.equal(false)
  })

  it('keeps the customers and products whatever the day', () => {
    const later = demoRows({ today: '2027-03-01' })
    expect(later.customers.map(({ email, region_id }) => [email, region_id])).to.deep.equal(
      data.customers.map(({ email, region_id }) => [email, region_id]),
    )
    expect(later.products.map(({ name, unit_price }) => [name, unit_price])).to.deep.equal(
      data.products.map(({ name, unit_price }) => [name, unit_price]),
    )
  })

  it('makes about fifty thousand rows', () => {
    expect(sum(Object.values(data).map((rows) => rows.length))).to.be.within(45_000, 60_000)
    expect(Object.values(data).every((rows) => rows.length > 0)).to.equal(true)
  })

  it('refuses what is no date', () => {
    expect(() => demoRows({ today: '2026-02-30' })).to.throw(RangeError)
  })

  for (const day of [today, '2026-01-01', '2024-02-29'])
    it(`has no date after ${day} when made on it`, () => {
      const dates = Object.values(demoRows({ today: day })).flatMap((rows) =>
        rows.flatMap((row) => Object.values(row).filter((value) => /^\d{4}-\d{2}-\d{2}/.test(String(value)))),
      )
      expect(dates.length).to.be.above(20_000)
      expect(dates.map((date) => String(date).slice(0, 10)).filter((date) => date > day)).to.deep.equal([])
    })

  it('adds up: lines from the price of their day, orders from lines and fee, payments to orders', () => {
    const priceOn = createPriceBook(data.products, data.price_changes)
    for (const order of data.orders) {
      const lines = linesOf.get(order.order_id) ?? []
      for (const line of lines) {
        expect(line.unit_price).to.equal(priceOn(line.product_id, order.ordered_at.slice(0, 10)))
        expect(line.line_total).to.equal(
          Math.round((line.quantity * line.unit_price * (100 - line.discount_percent)) / 100),
        )
      }
      expect(order.total_amount).to.equal(sum(lines.map(({ line_total }) => line_total)) + order.shipping_fee)
      const payments = paymentsOf.get(order.order_id)
      if (payments) expect(sum(payments.map(({ amount }) => amount))).to.equal(order.total_amount)
      for (const { status } of payments ?? []) expect(status === 'refunded').to.equal(order.status === 'cancelled')
    }
    const paid = data.orders.filter(({ order_id, status }) => status !== 'cancelled' && paymentsOf.has(order_id))
    expect(paid.length / data.orders.length).to.be.above(0.9)
  })

  it('changes prices without gaps, up to the price of today', () => {
    for (const [product, changes] of groupedBy(data.price_changes, ({ product_id }) => product_id)) {
      const prices = changes.flatMap(({ old_price, new_price }) => [old_price, new_price]).slice(1)
      prices.push(data.products[product - 1]?.unit_price ?? 0)
      for (let index = 0; index < prices.length; index += 2) expect(prices[index]).to.equal(prices[index + 1])
    }
  })

  it('gives the higher of sale and loyalty discount, and a tier by what was spent the year before', () => {
    const topOf = (product: number) => {
      const category = data.categories[(data.products[product - 1]?.category_id ?? 0) - 1]
      return data.categories[(category?.parent_id ?? 0) - 1]?.name ?? ''
    }
    const spent = new Map<string, number>()
    const tierOf = (customer: number, year: number) =>
      loyaltyTiers.find(({ spentFrom }) => (spent.get(`${customer} ${year - 1}`) ?? 0) >= spentFrom)
    for (const { order_id, customer_id, ordered_at, status } of data.orders) {
      const { year } = partsOf(dayOfTimestamp(ordered_at))
      const member = data.customers[customer_id - 1]?.loyalty_tier !== null
      const loyalty = member ? (tierOf(customer_id, year)?.discountPercent ?? 0) : 0
      for (const line of linesOf.get(order_id) ?? []) {
        const sale = salePercent(topOf(line.product_id), dayOfTimestamp(ordered_at))
        expect(line.discount_percent).to.equal(Math.max(sale, loyalty))
        if (status === 'cancelled') continue
        const key = `${customer_id} ${year}`
        spent.set(key, (spent.get(key) ?? 0) + line.line_total)
      }
    }
    for (const { customer_id, loyalty_tier } of data.customers)
      if (loyalty_tier !== null) expect(loyalty_tier).to.equal(tierOf(customer_id, 2026)?.name)
  })

  it('charges the shipping fee of the method, and ships in time order', () => {
    for (const { order_id, method: name, shipped_at, delivered_at } of data.shipments) {
      const order = orderOf.get(order_id)
      const method = shippingMethods.find((candidate) => candidate.name === name)
      const goods = sum((linesOf.get(order_id) ?? []).map(({ line_total }) => line_total))
      expect(order?.shipping_fee).to.equal(method && shippingFee(method, goods))
      expect(shipped_at > (order?.ordered_at ?? '')).to.equal(true)
      expect(dayOfTimestamp(shipped_at) - dayOfTimestamp(order?.ordered_at ?? '')).to.be.at.most(dispatchDays)
      expect(order?.status).to.equal(delivered_at === null ? 'shipped' : 'completed')
      if (delivered_at !== null) expect(delivered_at > shipped_at).to.equal(true)
    }
  })

  it('takes back only what was sold and received, within the window, for what it cost', () => {
    for (const { order_line_id, quantity, returned_on, refund_amount } of data.returns) {
      const line = lineOf.get(order_line_id)
      const order = orderOf.get(line?.order_id ?? 0)
      const received = dayOfTimestamp(shipmentOf.get(line?.order_id ?? 0)?.delivered_at ?? order?.ordered_at ?? '')
      expect(order?.status).to.equal('completed')
      expect(quantity).to.be.within(1, line?.quantity ?? 0)
      expect(dayOfTimestamp(returned_on) - received).to.be.within(1, returnRules.windowDays)
      expect(refund_amount).to.be.at.most(line?.line_total ?? 0)
      if (quantity === line?.quantity) expect(refund_amount).to.equal(line.line_total)
    }
  })

  it('lets only people sell who worked there, in stores that were open, to customers who had signed up', () => {
    for (const order of data.orders) {
      const date = order.ordered_at.slice(0, 10)
      const store = order.store_id === null ? undefined : data.stores[order.store_id - 1]
      const employee = order.employee_id === null ? undefined : data.employees[order.employee_id - 1]
      expect(store !== undefined).to.equal(order.channel === 'store')
      expect(employee === undefined).to.equal(order.channel === 'online')
      if (store) expect(store.opened_on <= date && (store.closed_on ?? '9999') > date).to.equal(true)
      if (store) expect(employee?.store_id).to.equal(store.store_id)
      if (employee) expect(employee.hired_on <= date && (employee.left_on ?? '9999') > date).to.equal(true)
      expect((data.customers[order.customer_id - 1]?.signed_up_on ?? '9999') <= date).to.equal(true)
    }
  })

  it('is uneven like life', () => {
    const orders = [...groupedBy(data.orders, ({ customer_id }) => customer_id).values()].map((list) => list.length)
    const busiest = orders.sort((one, other) => other - one).slice(0, orders.length / 10)
    expect(sum(busiest) / data.orders.length, 'orders of the top tenth').to.be.above(0.3)
    expect(data.customers.length - orders.length, 'customers without orders').to.be.above(300)
    const inYear = (year: string) => data.orders.filter(({ ordered_at }) => ordered_at.startsWith(year)).length
    expect(inYear('2025')).to.be.above(inYear('2024'))
    expect(inYear('2025-12')).to.be.above(inYear('2025-02') * 1.5)
    expect(data.customers.some(({ phone }) => phone === null)).to.equal(true)
    expect(data.customers.some(({ last_name }) => /[^ -~]/.test(last_name))).to.equal(true)
  })
})
