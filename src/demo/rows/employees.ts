import { dateOf, dayOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { company } from '../company.ts'
import { createRandom } from '../random.ts'
import type { Row } from '../schema/tables.ts'
import { countries, regions } from '../words/countries.ts'
import { departments, salaries } from '../words/staff.ts'
import { createMailboxes, nameIn } from './people.ts'

type Employee = Row<'employees'>

const RETAIL = departments.findIndex(({ name }) => name === 'Retail') + 1
const HEAD_OFFICE_LANGUAGES = [
  'german',
  'german',
  'german',
  'danish',
  'dutch',
  'polish',
  'english',
  'swedish',
  'spanish',
  'french',
]

/** How many days before the demo's day the company was founded. */
export const foundedDaysAgo = 5900

/** Everyone from the chief executive to the sales assistants; each after the person they report to. */
export function makeEmployees(today: Day, stores: readonly Row<'stores'>[]): Employee[] {
  const random = createRandom('employees')
  const mailbox = createMailboxes()
  const employees: Employee[] = []
  const salary = ([low, high]: readonly [number, number]) => random.integer(low / 100, high / 100) * 10_000

  function hire(
    [first_name, last_name]: readonly [string, string],
    job_title: string,
    department_id: number,
    manager_id: number | null,
    hiredDay: Day,
    more: { salary: number; store_id?: number; leftDay?: Day | undefined },
  ): number {
    employees.push({
      employee_id: employees.length + 1,
      first_name,
      last_name,
      email: mailbox(first_name, last_name, company.domain),
      job_title,
      department_id,
      store_id: more.store_id ?? null,
      manager_id,
      hired_on: dateOf(hiredDay),
      left_on: more.leftDay === undefined ? null : dateOf(more.leftDay),
      salary: more.salary,
    })
    return employees.length
  }

  function someone(language: string): [string, string] {
    const { first, last } = nameIn(language, random)
    const known = employees.some((employee) => employee.first_name === first && employee.last_name === last)
    return known ? someone(language) : [first, last]
  }

  /** The day somebody left, for one in eight of those who had been there long enough before `end`. */
  function leavingDay(hiredDay: Day, end: Day): Day | undefined {
    if (end - hiredDay < 400 || !random.chance(0.125)) return undefined
    return hiredDay + random.integer(200, end - hiredDay - 30)
  }

  const heads = departments.map(({ head, title }, index) =>
    index === 0
      ? hire(head, title, 1, null, today - foundedDaysAgo, { salary: salaries.chief * 100 })
      : hire(head, title, index + 1, 1, today - random.integer(900, 5200), { salary: salary(salaries.head) }),
  )
  const regionalManagers = regions.map(({ manager }) =>
    hire(manager, 'Regional Manager', RETAIL, heads[RETAIL - 1] ?? 1, today - random.integer(700, 3900), {
      salary: salary(salaries.regionalManager),
    }),
  )

  for (const [index, { jobs }] of departments.entries()) {
    const leaders: number[] = []
    for (const job of jobs)
      for (let count = 0; count < job.people; count += 1) {
        const hiredDay = today - random.integer(40, 4600)
        const leads = job.title === 'Shift Leader'
        const manager = job.title === 'Warehouse Worker' ? random.pick(leaders) : (heads[index] ?? 1)
        const employee = hire(someone(random.pick(HEAD_OFFICE_LANGUAGES)), job.title, index + 1, manager, hiredDay, {
          salary: salary(job.salary),
          leftDay: leads ? undefined : leavingDay(hiredDay, today),
        })
        if (leads) leaders.push(employee)
      }
  }

  for (const { store_id, region_id, country, opened_on, closed_on, floor_area_m2 } of stores) {
    const language = countries.find(({ name }) => name === country)?.language ?? 'english'
    const [opened, closed] = [dayOf(opened_on), closed_on === null ? undefined : dayOf(closed_on)]
    const end = closed ?? today
    const manager = hire(
      someone(language),
      'Store Manager',
      RETAIL,
      regionalManagers[region_id - 1] ?? 1,
      opened - 40,
      {
        salary: salary(salaries.storeManager),
        store_id,
        leftDay: closed,
      },
    )
    const assistants = Math.round(floor_area_m2 / 105) + 1
    for (let count = 0; count < assistants; count += 1) {
      const hiredDay = count < 3 ? opened - 10 : opened + random.integer(0, end - opened - 30)
      hire(someone(language), 'Sales Assistant', RETAIL, manager, hiredDay, {
        salary: salary(salaries.salesAssistant),
        store_id,
        leftDay: (count === 0 ? undefined : leavingDay(hiredDay, end)) ?? closed,
      })
    }
  }
  return employees
}
