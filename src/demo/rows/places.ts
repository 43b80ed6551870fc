import { dateOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import type { Row } from '../schema/tables.ts'
import { countries, regions } from '../words/countries.ts'
import { departments } from '../words/staff.ts'
import { stores } from '../words/stores.ts'

/** The sales regions. */
export function makeRegions(): Row<'regions'>[] {
  return regions.map(({ name }, index) => ({ region_id: index + 1, name }))
}

/** The departments. */
export function makeDepartments(): Row<'departments'>[] {
  return departments.map(({ name }, index) => ({ department_id: index + 1, name }))
}

/** The id of the region that a country lies in. Throws `RangeError` for a country we do not know. */
export function regionIdOf(country: string): number {
  const region = countries.find(({ name }) => name === country)?.region
  const index = regions.findIndex(({ name }) => name === region)
  if (index < 0) throw new RangeError(`"${country}" lies in no region.`)
  return index + 1
}

/** The stores, opened and closed as many days before `today` as the list says. */
export function makeStores(today: Day): Row<'stores'>[] {
  return stores.map((store, index) => ({
    store_id: index + 1,
    name: store.name,
    city: store.city,
    country: store.country,
    region_id: regionIdOf(store.country),
    opened_on: dateOf(today - store.openedDaysAgo),
    closed_on: store.closedDaysAgo === undefined ? null : dateOf(today - store.closedDaysAgo),
    floor_area_m2: store.floorArea,
  }))
}
