import { dateOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { createRandom } from '../random.ts'
import type { Row } from '../schema/tables.ts'
import { assortment } from '../words/assortment.ts'
import { mailboxOf } from '../words/names.ts'
import { suppliers } from '../words/suppliers.ts'

/** The categories: all top categories, then those below them. */
export function makeCategories(): Row<'categories'>[] {
  const top = assortment.map(({ name }, index) => ({ category_id: index + 1, name, parent_id: null }))
  const below = assortment.flatMap(({ shelves }, parent) =>
    shelves.map(({ name }) => ({ name, parent_id: parent + 1 })),
  )
  return [...top, ...below.map((category, index) => ({ category_id: top.length + index + 1, ...category }))]
}

/** The suppliers. */
export function makeSuppliers(today: Day): Row<'suppliers'>[] {
  const random = createRandom('suppliers')
  return suppliers.map((supplier, index) => {
    const [first = '', ...last] = supplier.contact.split(' ')
    return {
      supplier_id: index + 1,
      name: supplier.name,
      contact_name: supplier.contact,
      email: `${mailboxOf(first, last.join(''))}@supplier${String(index + 1).padStart(2, '0')}.example`,
      city: supplier.city,
      country: supplier.country,
      lead_time_days: supplier.leadTime,
      supplier_since: dateOf(today - random.integer(500, 5600)),
    }
  })
}
