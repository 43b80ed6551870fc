import { company } from '../company.ts'
import type { Facts } from './facts.ts'

/** The open stores as CSV (RFC 4180), in UTF-8. */
export function storeDirectory(facts: Facts): string {
  const head = ['store', 'city', 'country', 'region', 'opened_on', 'floor_area_m2', 'store_manager', 'email']
  const rows = facts.stores.map(({ name, city, country, region, openedOn, floorArea, manager }) =>
    [name, city, country, region, openedOn, String(floorArea), manager.name, manager.email].map(quoted),
  )
  return `${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`
}

/** Whom to ask, department by department and region by region, as JSON. */
export function contacts(facts: Facts): string {
  const directory = {
    company: company.name,
    head_office: company.headOffice,
    updated: facts.madeOn,
    departments: [...facts.heads].map(([department, head]) => ({ department, ...head })),
    regions: facts.regions.map(({ name, manager }) => ({ region: name, ...manager })),
    mailboxes: {
      customer_service: `service@${company.domain}`,
      integrity: `integrity@${company.domain}`,
      suspicious_messages: `phishing@${company.domain}`,
    },
  }
  return `${JSON.stringify(directory, null, 2)}\n`
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
