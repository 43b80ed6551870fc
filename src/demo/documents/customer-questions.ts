import {
  company,
  freeShippingThreshold,
  giftCards,
  invoiceDays,
  openingHours,
  returnRules,
  shippingMethods,
} from '../company.ts'
import { countries } from '../words/countries.ts'
import { enumerated, euros, headOf } from './facts.ts'
import type { Facts } from './facts.ts'

const [, express] = shippingMethods

/** Questions that customers ask, with answers. */
export function customerQuestions(facts: Facts): string {
  return `
# Frequently Asked Questions

Answers from our Customer Service, gathered for ${facts.date}.

## Where are your stores, and when are they open?

We have ${facts.stores.length} stores, in ${enumerated(facts.stores.map(({ name }) => name))}. All of them are open from Monday to
Saturday, ${openingHours.from}:00 to ${openingHours.to}:00, and closed on Sundays.

${facts.closedStores.length > 0 ? `Our store ${enumerated(facts.closedStores.map(({ name }) => name))} has closed for good. Goods bought there can be returned in any other store.` : 'No store has ever closed.'}

## How can I pay?

Online and on the telephone by card, by mobile wallet or on invoice; in stores by card, mobile wallet or cash. Gift cards are
taken everywhere and may cover a part of an order. They come at ${enumerated(giftCards.map(euros))}.

## When is an invoice due?

Within ${invoiceDays} days after the order. We send a friendly reminder before we send an unfriendly one.

## How long may I keep something before I return it?

${returnRules.windowDays} days from delivery or from the purchase in a store. Returning is free.

## When is shipping free?

From ${euros(freeShippingThreshold)} for Standard and Pickup point. Express costs ${euros(express.fee)} whatever you buy.

## Can I change an order?

Not in part. Cancel it while it is being processed, and order again. Phone orders are cancelled by phone.

## Do you ship to my country?

We ship to ${countries.length} countries in ${facts.regions.length} regions. Prices are in euros everywhere.

${facts.regions.map(({ name }) => `- ${name}: ${enumerated(countries.filter(({ region }) => region === name).map((country) => country.name))}.`).join('\n')}

## Why did a price change?

Our purchase prices change, and so do ours, sometimes downwards. You pay the price of the day of your order.

## Do you repair things?

Yes. Our workshop in ${company.headOffice} repairs tents, backpacks, rain jackets and panniers, under warranty or at cost.

## How do I reach you?

By telephone from Monday to Saturday, ${openingHours.from}:00 to ${openingHours.to}:00, or by e-mail to service@${company.domain} at any time. The team is led
by ${headOf(facts, 'Customer Service')}.
`
}
