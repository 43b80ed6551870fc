import { dayOf, longDate } from '../calendar.ts'
import { company } from '../company.ts'
import { itemAt } from '../random.ts'
import { enumerated, euros, grouped } from './facts.ts'
import type { Facts } from './facts.ts'

/** The chief executive's letter about the last full calendar year. */
export function yearlyLetter(facts: Facts): string {
  const { sales, stores, regions } = facts
  const change = ((100 * (sales.revenue - sales.revenueBefore)) / sales.revenueBefore).toFixed(1)
  const direction = sales.revenue >= sales.revenueBefore ? 'more' : 'less'
  const largest = itemAt(
    [...regions].sort((one, other) => other.customers - one.customers),
    0,
  )
  const newest = itemAt(
    [...stores].sort((one, other) => other.openedOn.localeCompare(one.openedOn)),
    0,
  )
  const oldest = itemAt(stores, 0)
  return `
# The Year ${sales.year}: a Letter

From ${facts.chief.name}, Chief Executive Officer, to everyone at ${company.name} and all who know us well

Dear friends,

When a year is over I walk through the warehouse in ${company.headOffice} on a Sunday, when nobody is there, and look at what is left on the
shelves. It tells me more than a report. But a letter needs figures, so here they are, and I shall try to be honest about them.

## The figures

In ${sales.year} we sold goods for ${euros(sales.revenue)}, after discounts and without shipping fees. That is ${change.replace('-', '')} percent ${direction} than in ${sales.year - 1},
when it was ${euros(sales.revenueBefore)}. The goods went out in ${grouped(sales.orders)} orders, after ${grouped(sales.ordersBefore)} in the year before; cancelled
orders are not counted in any of these figures. ${sales.onlinePercent} percent of the orders of ${sales.year} came in online. The others were placed in our stores or on the telephone.

The strongest month was ${sales.bestMonth.name}, with ${euros(sales.bestMonth.revenue)}. Of our ${facts.categories.length} product groups the largest was
${sales.bestCategory.name}, with ${euros(sales.bestCategory.revenue)}. And the single article that brought in most was the ${sales.bestProduct.name}:
${euros(sales.bestProduct.revenue)} in twelve months.

## Customers

As I write, on ${facts.date}, ${grouped(facts.customers)} customers are registered with us. The largest group, ${grouped(largest.customers)} of them, live in the region
${largest.name}. Not everyone who registers also buys; a good many never have. I would rather wait for them than send them
another newsletter.

So far ${facts.returns.linesPercent} percent of the order lines that reached our customers have come back. The first reason is "${facts.returns.reasons[0]?.reason ?? ''}". We know
what to do about that one: better size tables, and patience in the stores.

${facts.delivery.onTimePercent} percent of our parcels arrived when we had said they would. The rest annoyed somebody. Logistics has made this its
aim for the next year.

## Stores and people

We have ${stores.length} stores. The oldest of them, ${oldest.name}, opened on ${longDate(dayOf(oldest.openedOn))}; the newest, ${newest.name}, on ${longDate(dayOf(newest.openedOn))}.
${facts.closedStores.map(({ name, closedOn }) => `We closed ${name} on ${longDate(dayOf(closedOn))}, which was right and hurt all the same.`).join(' ')}

${facts.employees} of us work here today. I thank ${enumerated([...facts.heads.values()].filter(({ title }) => title.startsWith('Head')).map(({ name, title }) => `${name} (${title.replace('Head of ', '')})`))},
who lead our departments, and the Regional Managers ${enumerated(regions.map(({ manager }) => manager.name))}.

## What comes next

We shall open no store in the coming year. We shall mend more instead: the workshop gets four more benches. Every tent that is repaired is
a tent that we do not sell, and I have been asked how long a shop can live on that. Since ${facts.foundedYear}, so far.

With thanks,

${facts.chief.name}
`
}
