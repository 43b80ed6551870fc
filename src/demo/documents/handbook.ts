import { company, openingHours, returnRules } from '../company.ts'
import { enumerated, headOf } from './facts.ts'
import type { Facts } from './facts.ts'

/** The handbook for everyone who works at the company. */
export function handbook(facts: Facts): string {
  return `
# Employee Handbook

${company.name}, edition of ${facts.date}. Questions about this handbook go to the People department, led by
${headOf(facts, 'People')}.

## Who we are

${company.name} was founded in ${facts.foundedYear} in ${company.headOffice}, where the head office still is. Today
${facts.employees} people work here. We sell what one needs outdoors and on the way there, in ${facts.categories.length}
product groups: ${enumerated(facts.categories.map(({ name }) => name))}. We run ${facts.stores.length} stores, an online
shop and a telephone service.

The company is led by ${facts.chief.name}, our Chief Executive Officer. ${facts.heads.size - 1} heads of department report
to the chief executive. The stores belong to ${facts.regions.length} regions, and each region has a Regional Manager who
reports to the Head of Retail:

| Region | Regional Manager |
| --- | --- |
${facts.regions.map(({ name, manager }) => `| ${name} | ${manager.name} |`).join('\n')}

Every store has a Store Manager, who reports to the Regional Manager; sales assistants report to their Store Manager.

## Working hours

A full working week has 38 hours. At the head office you choose when you begin, between 7:00 and 10:00, as long as your
team can reach you from 10:00 to 15:00. Stores are open from ${openingHours.from}:00 to ${openingHours.to}:00 from Monday to
Saturday and closed on Sundays; the rota for a month is posted at least two weeks before it starts. Whoever works on a
Saturday has another day of the same or the following week off.

Overtime is agreed beforehand with your manager and taken as time off within three months. It is paid out only when time
off is not possible.

## Working from elsewhere

Work at the head office can be done from home on up to three days a week. Stores, the warehouse and the photo studio need
you on the spot. Working from another country is possible for 20 working days a year; tell the People department four
weeks ahead, because of insurance and tax.

## Time off

Everyone has 29 days of paid leave a year, in part-time work in proportion. Ask for leave in the staff portal; your manager
answers within five working days. In the weeks between 20 November and 24 December there is no leave in the stores, the
warehouse and Customer Service. Up to five days may be carried into the next year and are lost after 31 March.

If you are ill, tell your manager before your shift begins. We need a doctor's note from the fourth day on.

Parents have ten extra paid days around the birth or adoption of a child, beside what the law of your country gives. After
every five years with us you receive a sabbatical month, two thirds of it paid.

## Pay and benefits

Salaries are paid on the 25th of the month. Salary bands are open to all employees and reviewed every April by the People
department together with Finance. All employees buy our goods at 30 percent off the list price; sales and loyalty
discounts do not come on top. Orders of employees are meant for themselves and their household.

We pay for a local transport ticket or lend you a bicycle, whichever you prefer. Each year you may spend 600 euros
and three working days on learning something of your choice that helps in your work.

## In the store

Greet people, then leave them in peace. Ask what they want to do, not what they want to spend. It is fine to say that
somebody does not need a new jacket. Customers may return goods within ${returnRules.windowDays} days, in any store and whatever
the channel they bought through; take the goods back kindly and note the true reason, since Purchasing reads these reasons
every week.

## Expenses and travel

Travel by train when the journey takes less than six hours. Hotels may cost up to 130 euros a night. Hand in receipts within
30 days; Finance, led by ${headOf(facts, 'Finance')}, repays them with the next salary.

## Conduct

We do not accept gifts worth more than 25 euros from suppliers. Bullying, harassment and discrimination end a contract.
Whoever sees something wrong can tell their manager, the People department or the ombudsperson, who is independent and
must keep names secret. Nobody is worse off for speaking up in good faith.

## Leaving

The notice period is six weeks to the end of a month, and two weeks during the first six months. Please return keys, laptop
and bicycle on your last day. ${facts.heads.get('People')?.name ?? ''} invites everyone who leaves to a conversation.
`
}
