import { dateOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { createRandom, createWheel } from '../random.ts'
import type { Row } from '../schema/tables.ts'
import { countries } from '../words/countries.ts'
import { createMailboxes, nameIn } from './people.ts'
import { regionIdOf } from './places.ts'

const CUSTOMERS = 3600
const SIGN_UPS_SINCE_DAYS = 2200
const MAIL_DOMAINS = ['example.com', 'example.com', 'example.org', 'example.net']

/** The customers in the order in which they signed up; their loyalty tiers are set once their orders are known. */
export function makeCustomers(today: Day): Row<'customers'>[] {
  const random = createRandom('customers')
  const mailbox = createMailboxes()
  const drawCountry = createWheel(countries, ({ share }) => share)
  const drawCity = new Map(
    countries.map(({ name, cities }) => [name, createWheel(cities, (_, index) => 1 / (index + 1))]),
  )
  return Array.from({ length: CUSTOMERS }, (_, index) => {
    const country = drawCountry(random)
    const { first, last } = nameIn(country.language, random)
    const age = 18 + random.integer(0, 31) + random.integer(0, 31)
    const digits = () => String(random.integer(0, 999)).padStart(3, '0')
    const phone = `${country.phonePrefix} 555 ${digits()} ${digits()}`
    return {
      customer_id: index + 1,
      first_name: first,
      last_name: last,
      email: mailbox(first, last, random.pick(MAIL_DOMAINS)),
      phone: random.chance(0.28) ? null : phone,
      city: drawCity.get(country.name)?.(random) ?? country.name,
      country: country.name,
      region_id: regionIdOf(country.name),
      birth_date: random.chance(0.3) ? null : dateOf(today - age * 365 - random.integer(0, 364)),
      signed_up_on: dateOf(today - Math.floor((1 - index / CUSTOMERS) * SIGN_UPS_SINCE_DAYS)),
      loyalty_tier: random.chance(0.38) ? null : 'Bronze',
      newsletter: random.chance(0.44),
    }
  })
}
