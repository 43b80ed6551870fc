import {
  company,
  dispatchDays,
  freeShippingThreshold,
  loyaltyTiers,
  overseasDays,
  returnRules,
  sales,
  shippingMethods,
} from '../company.ts'
import { enumerated, euros, grouped, headOf } from './facts.ts'
import type { Facts } from './facts.ts'

const [gold, silver, bronze] = loyaltyTiers
const [, express] = shippingMethods
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** What customers may send back, and how. */
export function returnPolicy(facts: Facts): string {
  const [first, second] = facts.returns.reasons
  return `
# Return Policy

Valid from ${facts.date}, for everything bought from ${company.name}, online, by telephone or in a store.

## The ${returnRules.windowDays}-day promise

You may return any article within ${returnRules.windowDays} days without giving a reason. For goods that we sent, the
${returnRules.windowDays} days begin with the day of delivery; for goods from a store, with the day of purchase. The day counts on
which you hand the parcel to the carrier or the goods to a store.

Articles should be clean and unworn, with their labels. Trying a boot at home on a carpet is fine; a day in the hills is
not. Opened gas canisters, water filters that have been used and gift cards cannot be returned.

## How to return something

- In a store: bring the article and the receipt or the order number to any of our ${facts.stores.length} stores. It need not be the store, or the channel, where you bought it.
- By parcel: print the label from your customer account and drop the parcel at the carrier's shop. Returns by parcel are free in all countries that we deliver to.

If an order has several articles, you may keep some and return the others. Of an article bought several times you may return
a part as well.

## Your money

We refund what you paid for the returned article, discounts taken into account, by the way in which you paid. Money goes out
at most seven days after the goods are with us. The shipping fee of the original order is not refunded.

## Why things come back

Of all the articles that reached our customers so far, ${facts.returns.linesPercent} percent of order lines came back, ${grouped(facts.returns.count)} returns
in all. The most frequent reason is "${first?.reason ?? ''}", followed by "${second?.reason ?? ''}". If you are between two sizes, our
Customer Service is glad to help before you order.

## After ${returnRules.windowDays} days

Later returns are not possible, but a defect is something else: see our warranty terms, which run for years and not for days.
`
}

/** How parcels travel, how long that takes and what it costs. */
export function shippingPolicy(facts: Facts): string {
  const free = shippingMethods.filter(({ freeAboveThreshold }) => freeAboveThreshold).map(({ name }) => name)
  return `
# Shipping Policy

How goods from ${company.name} reach you. State of ${facts.date}.

## Methods, times and fees

| Method | Fee | Free from | Days after dispatch |
| --- | --- | --- | --- |
${shippingMethods
  .map(
    ({ name, fee, freeAboveThreshold, days }) =>
      `| ${name} | ${euros(fee)} | ${freeAboveThreshold ? euros(freeShippingThreshold) : 'never'} | ${days[0]} to ${days[1]} |`,
  )
  .join('\n')}

The fee is the same for every country. ${enumerated(free)} shipping is free when the goods of an order are worth
${euros(freeShippingThreshold)} or more after discounts. Express always costs ${euros(express.fee)}.

## When we dispatch

Orders leave our warehouse in ${company.headOffice} within ${dispatchDays} days. Much of what is ordered before 11:00 leaves the same
afternoon. You receive the tracking number, which begins with QM, as soon as the parcel is handed to the carrier.

Parcels to North America take up to ${overseasDays} days longer than the table says. Duties are included in our prices.

## Are we on time?

Of the ${grouped(facts.delivery.delivered)} parcels delivered so far, ${facts.delivery.onTimePercent} percent arrived within the time promised. If yours is late,
write to Customer Service; after ten days without news we send the goods again or refund them, as you prefer.

## Cancelling an order

As long as an order is being processed you can cancel it in your account, free of charge. What you had paid is refunded in
full. Once the parcel is on its way, please accept it and use the ${returnRules.windowDays}-day return instead.

## Pickup points

A parcel waits at a pickup point for seven days and then comes back to us. Bring an identity card. Our own stores are no
pickup points.

Questions about a delivery are answered by Logistics, led by ${headOf(facts, 'Logistics')}.
`
}

/** How long the company vouches for its goods. */
export function warrantyTerms(facts: Facts): string {
  return `
# Warranty Terms

${company.name} vouches for what it sells. This warranty comes on top of your rights by law and does not limit them.
State of ${facts.date}.

## How long

The warranty begins on the day of delivery or, in a store, of purchase. Its length depends on the product category:

| Warranty | Categories |
| --- | --- |
${facts.warranties.map(({ months, categories }) => `| ${months} months | ${enumerated(categories)} |`).join('\n')}

The number of months is printed on every receipt, and it does not change when a product is discontinued.

## What is covered

Faults of material and workmanship: seams that open, zips that break, poles that snap in ordinary use, lights that fail,
coatings that peel. We repair first, since a repaired thing is a good thing. If repair is not possible within three weeks,
we replace the article by the same or an equal one; only if neither is possible do we refund the price.

## What is not covered

Wear is no fault: soles wear down, wool pills and batteries age. Nor do we cover damage by fire, by washing against the
label, by accidents, or changes that somebody else made. For these cases our workshop offers repairs at cost; an
estimate is free.

## How to claim

Bring the article to any store or ask Customer Service for a label. Add the order number and a sentence on what happened; a
photo helps. A claim after more than ${returnRules.windowDays} days is a warranty case and not a return, and is kept out of the return statistics.

Quality inspectors of our Purchasing department, led by ${headOf(facts, 'Purchasing')}, look at every claim. Within five working days
you hear what we shall do.
`
}

/** The tiers, what they give, and how one reaches them. */
export function loyaltyProgramme(facts: Facts): string {
  const members = facts.members.reduce((sum, { customers }) => sum + customers, 0)
  return `
# The Quillmere Circle

Our loyalty programme, as of ${facts.date}. Taking part is free, and so is leaving.

## Three tiers

| Tier | Goods bought in the calendar year before | Discount |
| --- | --- | --- |
${[bronze, silver, gold].map(({ name, spentFrom, discountPercent }) => `| ${name} | ${spentFrom === 0 ? 'any amount' : `from ${euros(spentFrom)}`} | ${discountPercent} percent |`).join('\n')}

Your tier holds for a calendar year. It follows from what you spent on goods in the calendar year before: prices after
discounts, without shipping fees, cancelled orders left out. Goods that you returned still count. On 1 January the tiers are
reckoned anew. New members begin as ${bronze.name}.

## The discount

The discount is taken from every line of an order, in all stores, on the telephone and online, as soon as you give your
customer number. It does not add to a sale: where a sale runs, the higher of the two discounts counts. These are the sales
of each year:

${sales
  .map(
    (sale) =>
      `- ${sale.name}, ${sale.from} to ${sale.to} ${MONTHS[sale.month - 1]}: ${sale.discountPercent} percent off ${'categories' in sale ? enumerated(sale.categories) : 'everything'}.`,
  )
  .join('\n')}

## Our members

${grouped(members)} of our ${grouped(facts.customers)} customers are members: ${enumerated(facts.members.map(({ tier, customers }) => `${grouped(customers)} hold ${tier}`))}.
Customers outside the programme pay list prices or sale prices.

## More than a discount

${gold.name} members may bring one tent or backpack a year to our workshop for a free inspection. ${silver.name} and ${gold.name} members
are invited to the sample sale in ${company.headOffice} each September. Everyone in the Circle can borrow a tent for a weekend before
buying it.

## Your data

We keep your purchases to reckon your tier and never sell them. The newsletter is a separate choice: being a member does
not mean receiving it. The programme is run by Marketing, led by ${headOf(facts, 'Marketing')}.
`
}
