import { dateOf, partsOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { saleCovers, sales } from '../company.ts'
import { createRandom, createWheel, itemAt, shuffled } from '../random.ts'
import type { Random } from '../random.ts'
import type { Row } from '../schema/tables.ts'
import { assortment } from '../words/assortment.ts'
import { createPriceBook } from './products.ts'

/** A line of an order that has no number yet. */
export type BasketLine = Omit<Row<'order_lines'>, 'order_line_id' | 'order_id'>

const SIZES = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6]
const HIGHEST_SEASON = 1.8

/** What a top category weighs in each month, and what it is called, by category of the lower level. */
export function aislesByCategory(categories: readonly Row<'categories'>[]) {
  return new Map(
    categories.flatMap(({ category_id, parent_id }) => {
      const aisle = parent_id === null ? undefined : assortment[parent_id - 1]
      return aisle ? [[category_id, aisle] as const] : []
    }),
  )
}

/** Fills baskets: few products sell often, most seldom; each has its season, its price of the day and its sales. */
export function createBasketFiller(
  categories: readonly Row<'categories'>[],
  products: readonly Row<'products'>[],
  priceChanges: readonly Row<'price_changes'>[],
): (day: Day, loyaltyPercent: number, random: Random) => BasketLine[] {
  const aisles = aislesByCategory(categories)
  const priceOn = createPriceBook(products, priceChanges)
  const draw = createWheel(shuffled(products, createRandom('popularity')), (_, rank) => 1 / (rank + 9))

  function isOnOffer(product: Row<'products'>, date: string, month: number, random: Random): boolean {
    if (product.introduced_on > date || (product.discontinued_on !== null && product.discontinued_on <= date))
      return false
    const season = itemAt(aisles.get(product.category_id)?.season ?? [], month - 1)
    return random.chance(season / HIGHEST_SEASON)
  }

  return function fillBasket(day, loyaltyPercent, random) {
    const { month } = partsOf(day)
    const date = dateOf(day)
    const size = random.pick(SIZES)
    const chosen = new Set<Row<'products'>>()
    while (chosen.size < size) {
      const product = draw(random)
      if (isOnOffer(product, date, month, random)) chosen.add(product)
    }
    return [...chosen].map((product) => {
      const unit_price = priceOn(product.product_id, date)
      const quantity = quantityAt(unit_price, random)
      const discount_percent = Math.max(loyaltyPercent, salePercent(aisles.get(product.category_id)?.name ?? '', day))
      const line_total = Math.round((unit_price * quantity * (100 - discount_percent)) / 100)
      return { product_id: product.product_id, quantity, unit_price, discount_percent, line_total }
    })
  }
}

/** The discount of the sale that runs on a day for a top category; 0 when there is none. */
export function salePercent(topCategory: string, day: Day): number {
  const { month, date } = partsOf(day)
  const running = sales.find(
    (sale) => sale.month === month && sale.from <= date && date <= sale.to && saleCovers(sale, topCategory),
  )
  return running?.discountPercent ?? 0
}

function quantityAt(cents: number, random: Random): number {
  if (cents < 4000) return random.pick([1, 1, 1, 1, 1, 1, 2, 2, 3, 4])
  return cents < 12_000 && random.chance(0.1) ? 2 : 1
}
