import { dayOf, longDate, partsOf } from '../calendar.ts'
import { company } from '../company.ts'
import { itemAt } from '../random.ts'
import { foundedDaysAgo } from '../rows/employees.ts'
import type { DemoData, Row } from '../schema/tables.ts'
import { deliveryFacts, returnFacts, salesFacts } from './trade-facts.ts'
import type { DeliveryFacts, ReturnFacts, SalesFacts } from './trade-facts.ts'

/** Somebody the documents name. */
interface Person {
  name: string
  email: string
  title: string
}

/** A store that is open, with who runs it. */
interface OpenStore {
  name: string
  city: string
  country: string
  region: string
  openedOn: string
  floorArea: number
  manager: Person
}

/** A product that is sold, as its notes describe it; the price in cents. */
export interface ProductFacts {
  name: string
  sku: string
  category: string
  supplier: string
  supplierCountry: string
  leadTimeDays: number
  price: number
  weightKg: number | null
  warrantyMonths: number
  introduced: string
}

/** All that the documents say about the company beyond its fixed rules, read from the very rows of the database. */
export interface Facts {
  madeOn: string
  date: string
  year: number
  foundedYear: number
  chief: Person
  heads: ReadonlyMap<string, Person>
  regions: { name: string; manager: Person; customers: number }[]
  stores: OpenStore[]
  closedStores: { name: string; closedOn: string }[]
  employees: number
  customers: number
  members: { tier: string; customers: number }[]
  categories: { name: string; below: string[] }[]
  productsOnSale: number
  warranties: { months: number; categories: string[] }[]
  suppliers: { count: number; countries: string[]; slowest: Row<'suppliers'> }
  returns: ReturnFacts
  delivery: DeliveryFacts
  sales: SalesFacts
  /** The best seller among the products that are still sold, by category of the lower level. */
  bestOf(category: string): ProductFacts
}

/** Reads the facts from the rows that were made for `madeOn` (`YYYY-MM-DD`). */
export function readFacts(data: DemoData, madeOn: string): Facts {
  const day = dayOf(madeOn)
  const person = ({ first_name, last_name, email, job_title }: Row<'employees'>): Person => ({
    name: `${first_name} ${last_name}`,
    email,
    title: job_title,
  })
  const staff = (fits: (employee: Row<'employees'>) => boolean) => person(itemAt(data.employees.filter(fits), 0))
  const regionName = (id: number) => data.regions.find(({ region_id }) => region_id === id)?.name ?? ''
  const managers = data.employees.filter(({ job_title }) => job_title === 'Regional Manager')
  const lower = data.categories.filter(({ parent_id }) => parent_id !== null)
  const onSale = data.products.filter(({ discontinued_on }) => discontinued_on === null)
  const sold = new Map<number, number>()
  for (const { product_id, quantity } of data.order_lines) sold.set(product_id, (sold.get(product_id) ?? 0) + quantity)
  const months = [...new Set(data.products.map(({ warranty_months }) => warranty_months))].sort((a, b) => b - a)

  return {
    madeOn,
    date: longDate(day),
    year: partsOf(day).year,
    foundedYear: partsOf(day - foundedDaysAgo).year,
    chief: staff(({ manager_id }) => manager_id === null),
    heads: new Map(
      data.departments.map(({ department_id, name }) => [
        name,
        staff((employee) => employee.department_id === department_id && /^(Head of|Chief)/.test(employee.job_title)),
      ]),
    ),
    regions: data.regions.map(({ region_id, name }, index) => ({
      name,
      manager: person(itemAt(managers, index)),
      customers: data.customers.filter((customer) => customer.region_id === region_id).length,
    })),
    stores: data.stores
      .filter(({ closed_on }) => closed_on === null)
      .map((store) => ({
        name: store.name,
        city: store.city,
        country: store.country,
        region: regionName(store.region_id),
        openedOn: store.opened_on,
        floorArea: store.floor_area_m2,
        manager: staff(({ store_id, job_title }) => store_id === store.store_id && job_title === 'Store Manager'),
      })),
    closedStores: data.stores.flatMap(({ name, closed_on }) =>
      closed_on === null ? [] : { name, closedOn: closed_on },
    ),
    employees: data.employees.filter(({ left_on }) => left_on === null).length,
    customers: data.customers.length,
    members: ['Bronze', 'Silver', 'Gold'].map((tier) => ({
      tier,
      customers: data.customers.filter(({ loyalty_tier }) => loyalty_tier === tier).length,
    })),
    categories: data.categories
      .filter(({ parent_id }) => parent_id === null)
      .map(({ category_id, name }) => ({
        name,
        below: lower.filter(({ parent_id }) => parent_id === category_id).map((category) => category.name),
      })),
    productsOnSale: onSale.length,
    warranties: months.map((count) => ({
      months: count,
      categories: lower
        .filter(({ category_id }) =>
          data.products.some((product) => product.category_id === category_id && product.warranty_months === count),
        )
        .map(({ name }) => name),
    })),
    suppliers: {
      count: data.suppliers.length,
      countries: [...new Set(data.suppliers.map(({ country }) => country))].sort(),
      slowest: itemAt(
        [...data.suppliers].sort((one, other) => other.lead_time_days - one.lead_time_days),
        0,
      ),
    },
    returns: returnFacts(data),
    delivery: deliveryFacts(data),
    sales: salesFacts(data, partsOf(day).year),
    bestOf(category) {
      const { category_id } = itemAt(
        lower.filter(({ name }) => name === category),
        0,
      )
      const rivals = onSale.filter((product) => product.category_id === category_id)
      const best = itemAt(
        [...rivals].sort((a, b) => (sold.get(b.product_id) ?? 0) - (sold.get(a.product_id) ?? 0)),
        0,
      )
      const supplier = itemAt(data.suppliers, best.supplier_id - 1)
      return {
        name: best.name,
        sku: best.sku,
        category,
        supplier: supplier.name,
        supplierCountry: supplier.country,
        leadTimeDays: supplier.lead_time_days,
        price: best.unit_price,
        weightKg: best.weight_kg,
        warrantyMonths: best.warranty_months,
        introduced: longDate(dayOf(best.introduced_on)),
      }
    },
  }
}

/** `€1,234.50` */
export function euros(cents: number): string {
  return `€${grouped(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`
}

/** `12,345` */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `a, b and c` */
export function enumerated(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** The head of a department, as `Pedro Azevedo (pedro.azevedo@quillmere.example)`. */
export function headOf(facts: Facts, department: string): string {
  const head = facts.heads.get(department)
  if (!head) throw new RangeError(`${company.name} has no department "${department}".`)
  return `${head.name} (${head.email})`
}
