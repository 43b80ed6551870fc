import { dateOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { createRandom, itemAt } from '../random.ts'
import type { Random } from '../random.ts'
import type { Row } from '../schema/tables.ts'
import { assortment, productLines } from '../words/assortment.ts'
import type { Shelf } from '../words/assortment.ts'
import { suppliers } from '../words/suppliers.ts'

const PRODUCTS_A_SHELF = 11
const CHANGES = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3]

/** The products, and each change of their prices; the newest price is the product's own. */
export function makeProducts(
  today: Day,
  categories: readonly Row<'categories'>[],
): { products: Row<'products'>[]; priceChanges: Row<'price_changes'>[] } {
  const products: Row<'products'>[] = []
  const priceChanges: Row<'price_changes'>[] = []
  for (const [shelfIndex, shelf] of assortment.flatMap(({ shelves }) => shelves).entries()) {
    const category_id = categories.find(({ name }) => name === shelf.name)?.category_id ?? 0
    for (let place = 0; place < PRODUCTS_A_SHELF; place += 1) {
      const random = createRandom(`product ${shelf.code} ${place}`)
      const introducedDaysAgo = random.chance(0.45) ? random.integer(1500, 4200) : random.integer(50, 1499)
      const product = {
        product_id: products.length + 1,
        ...articleOf(shelf, shelfIndex, place, random),
        category_id,
        introduced_on: dateOf(today - introducedDaysAgo),
        discontinued_on: introducedDaysAgo > 500 && random.chance(0.1) ? dateOf(today - random.integer(30, 450)) : null,
      }
      products.push(product)
      priceChanges.push(...changesOf(product, today, introducedDaysAgo, random))
    }
  }
  priceChanges.sort((one, other) => one.changed_on.localeCompare(other.changed_on) || one.product_id - other.product_id)
  for (const [index, change] of priceChanges.entries()) change.price_change_id = index + 1
  return { products, priceChanges }
}

function articleOf(shelf: Shelf, shelfIndex: number, place: number, random: Random) {
  const [article, euros] = itemAt(shelf.articles, place % shelf.articles.length)
  const line = itemAt(productLines, (shelfIndex * 7 + place * 5) % productLines.length)
  const unit_price = shelfPrice(euros * 100 * (0.8 + random.next() * 0.55))
  const [lightest, heaviest] = shelf.weight
  const dearest = Math.max(...shelf.articles.map(([, price]) => price))
  const share = (euros / dearest) * (0.75 + random.next() * 0.25)
  return {
    sku: `${shelf.code}-${String(place + 1).padStart(3, '0')}`,
    name: `${line} ${article}`,
    supplier_id: 1 + suppliers.indexOf(random.pick(suppliers.filter(({ codes }) => codes.includes(shelf.code)))),
    unit_price,
    unit_cost: Math.round(unit_price * (0.4 + random.next() * 0.2)),
    weight_kg: random.chance(0.07) ? null : Math.round((lightest + share * (heaviest - lightest)) * 100) / 100,
    warranty_months: shelf.warrantyMonths,
  }
}

/** A price as shops like it: 4.95, 19.95, 184.95. */
function shelfPrice(cents: number): number {
  const step = cents >= 10_000 ? 500 : 100
  return Math.max(step, Math.round(cents / step) * step) - 5
}

/** Goes back in time from the price of today. */
function changesOf(
  product: Row<'products'>,
  today: Day,
  introducedDaysAgo: number,
  random: Random,
): Row<'price_changes'>[] {
  const changes: Row<'price_changes'>[] = []
  const count = introducedDaysAgo < 200 ? 0 : random.pick(CHANGES)
  let [daysAgo, new_price] = [20, product.unit_price]
  for (let index = 0; index < count; index += 1) {
    daysAgo += random.integer(60, 480)
    if (daysAgo > introducedDaysAgo - 60) break
    const rise = random.chance(0.2) ? -0.08 : 0.03 + random.next() * 0.1
    const old_price = shelfPrice(new_price / (1 + rise))
    if (old_price === new_price) continue
    changes.push({
      price_change_id: 0,
      product_id: product.product_id,
      changed_on: dateOf(today - daysAgo),
      old_price,
      new_price,
    })
    new_price = old_price
  }
  return changes
}

/** The price of a product on a date (`YYYY-MM-DD`). */
export function createPriceBook(
  products: readonly Row<'products'>[],
  priceChanges: readonly Row<'price_changes'>[],
): (productId: number, date: string) => number {
  const changes = new Map<number, Row<'price_changes'>[]>(products.map(({ product_id }) => [product_id, []]))
  for (const change of priceChanges) changes.get(change.product_id)?.push(change)
  const current = new Map(products.map(({ product_id, unit_price }) => [product_id, unit_price]))
  return (productId, date) => {
    const next = changes.get(productId)?.find(({ changed_on }) => changed_on > date)
    return next?.old_price ?? current.get(productId) ?? 0
  }
}
