import { dateOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { createRandom } from '../random.ts'
import type { Row } from '../schema/tables.ts'

/** The stock of the open stores in the products that are still sold; large stores carry nearly all of them. */
export function makeInventory(
  today: Day,
  stores: readonly Row<'stores'>[],
  products: readonly Row<'products'>[],
): Row<'inventory'>[] {
  const random = createRandom('inventory')
  return stores
    .filter(({ closed_on }) => closed_on === null)
    .flatMap(({ store_id, floor_area_m2 }) => {
      const counted_on = dateOf(today - random.integer(3, 120))
      const carried = 0.7 + (0.28 * floor_area_m2) / 920
      return products.flatMap(({ product_id, discontinued_on, unit_price }) => {
        if (discontinued_on !== null || !random.chance(carried)) return []
        const reorder_level = unit_price < 5000 ? random.integer(4, 10) : random.integer(1, 4)
        const quantity = random.chance(0.05) ? 0 : random.integer(1, reorder_level * 4)
        return { store_id, product_id, quantity, reorder_level, counted_on }
      })
    })
}
