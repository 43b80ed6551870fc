import { dayOf } from './calendar.ts'
import { makeCategories, makeSuppliers } from './rows/catalogue.ts'
import { makeCustomers } from './rows/customers.ts'
import { makeEmployees } from './rows/employees.ts'
import { makeInventory } from './rows/inventory.ts'
import { makeOrders } from './rows/orders.ts'
import { makePayments } from './rows/payments.ts'
import { makeDepartments, makeRegions, makeStores } from './rows/places.ts'
import { makeProducts } from './rows/products.ts'
import { makeReturns } from './rows/returns.ts'
import type { DemoData } from './schema/tables.ts'

/**
 * All rows of the demo company as they stand on the morning of `today` (`YYYY-MM-DD`): the same for the same day.
 * Money is in whole cents. Throws `RangeError` when `today` is no date.
 */
export function demoRows({ today: date }: { today: string }): DemoData {
  const today = dayOf(date)
  const stores = makeStores(today)
  const categories = makeCategories()
  const { products, priceChanges: price_changes } = makeProducts(today, categories)
  const before = {
    stores,
    categories,
    products,
    price_changes,
    employees: makeEmployees(today, stores),
    customers: makeCustomers(today),
  }
  const sold = makeOrders(today, before)
  return {
    regions: makeRegions(),
    departments: makeDepartments(),
    suppliers: makeSuppliers(today),
    ...before,
    ...sold,
    payments: makePayments(today, sold.orders),
    returns: makeReturns(today, { ...sold, products, categories }),
    inventory: makeInventory(today, stores, products),
  }
}
