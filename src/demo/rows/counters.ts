import { dateOf, partsOf } from '../calendar.ts'
import { openingHours } from '../company.ts'
import { itemAt } from '../random.ts'
import type { Random } from '../random.ts'
import type { Row } from '../schema/tables.ts'
import type { Moment } from './order-moments.ts'

/** Where an order is placed, and who serves the customer there. */
export type Counter = Pick<Row<'orders'>, 'channel' | 'store_id' | 'employee_id'>

const [OPENS, CLOSES] = [openingHours.from * 3600, openingHours.to * 3600]

/** Whether a store is open on a date. */
function isOpen({ opened_on, closed_on }: Row<'stores'>, date: string): boolean {
  return opened_on <= date && (closed_on === null || closed_on > date)
}

/** Sends each customer to a store of their country in opening hours, to the phone, or to the online shop. */
export function createCounters(
  stores: readonly Row<'stores'>[],
  employees: readonly Row<'employees'>[],
): (customer: Row<'customers'>, moment: Moment, random: Random) => Counter {
  const sellers = new Map(
    stores.map(({ store_id }) => [store_id, employees.filter((employee) => employee.store_id === store_id)]),
  )
  const agents = employees.filter(({ job_title }) => job_title === 'Customer Service Agent')

  function onDuty(team: readonly Row<'employees'>[], date: string): Row<'employees'>[] {
    return team.filter(({ hired_on, left_on }) => hired_on <= date && (left_on === null || left_on > date))
  }

  return function counterFor(customer, { day, second }, random) {
    const date = dateOf(day)
    const staffed = partsOf(day).weekday !== 0 && second >= OPENS && second < CLOSES
    const near = stores.filter((store) => store.country === customer.country && isOpen(store, date))
    if (staffed && near.length > 0 && random.chance(0.72)) {
      const local = near.find(({ city }) => city === customer.city)
      const store = local && random.chance(0.85) ? local : random.pick(near)
      const team = onDuty(sellers.get(store.store_id) ?? [], date)
      const assistants = team.filter(({ job_title }) => job_title === 'Sales Assistant')
      const seller = random.chance(0.07) ? itemAt(team, 0) : random.pick(assistants)
      return { channel: 'store', store_id: store.store_id, employee_id: seller.employee_id }
    }
    const answering = onDuty(agents, date)
    if (staffed && answering.length > 0 && random.chance(0.06))
      return { channel: 'phone', store_id: null, employee_id: random.pick(answering).employee_id }
    return { channel: 'online', store_id: null, employee_id: null }
  }
}
