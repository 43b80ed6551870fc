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

/** Whom to ask about what, as JSON: a list of contacts for departments, regions and a few mailboxes. */
export function contacts(facts: Facts): string {
  const list = [
    ...[...facts.heads].map(([department, head]) => ({ contact_for: `Department ${department}`, ...head })),
    ...facts.regions.map(({ name, manager }) => ({ contact_for: `Region ${name}`, ...manager })),
    mailbox('Customer Service', 'service'),
    mailbox('Complaints about conduct', 'integrity'),
    mailbox('Suspicious messages', 'phishing'),
  ]
  return `${JSON.stringify(list, null, 2)}\n`
}

function mailbox(purpose: string, name: string) {
  return { contact_for: purpose, name: null, email: `${name}@${company.domain}`, title: null }
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
