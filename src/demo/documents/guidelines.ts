import { company } from '../company.ts'
import { enumerated, headOf } from './facts.ts'
import type { Facts } from './facts.ts'

/** What the company asks of those it buys from. */
export function supplierCode(facts: Facts): string {
  const { count, countries, slowest } = facts.suppliers
  return `
# Supplier Code of Conduct

${company.name}, edition of ${facts.date}

We buy from ${count} suppliers in ${countries.length} countries: ${enumerated(countries)}. This code is part of every purchase contract, and
it holds for the suppliers of our suppliers as well.

## People

- Nobody under 15 works for you, nor anybody still at school; nobody under 18 works at night or with hazardous substances.
- Work is done freely. You keep no passports and take no deposits.
- A week has at most 48 hours and, with overtime that is voluntary and paid higher, 60. One day in seven is free.
- Pay covers a decent living where your people live, is never below the legal minimum, and is paid at least monthly.
- People may join a union, and none is treated worse for it.

## Safety

Exits stay unlocked during work. Fire drills take place twice a year. Machines have their guards on. Accidents that need a
doctor are reported to us within three days.

## Environment

Waterproofing must be free of fluorocarbons. Down comes from birds that were neither force-fed nor plucked alive, traceable
to the farm. Wool comes without mulesing. Packaging contains no polystyrene, and from each article's carton we remove what is not needed.

## Honesty

We give and accept no bribes. Our buyers may take no present worth more than 25 euros. Please tell us if one of them hints
otherwise; your contract will not suffer.

## Delivery and quality

Each supplier agrees a lead time with us, in days from the purchase order to delivery at our warehouse in ${company.headOffice}. At
present the longest is ${slowest.lead_time_days} days, agreed with ${slowest.name} (${slowest.country}). If a delivery will be late, we want to
know at once and not on the day. Samples of every batch are checked by our quality inspectors, who may refuse a batch with more
than two faulty pieces in a hundred.

## Checking

We or an auditor of our choice may visit any site, with two weeks' notice or, after a complaint, with none. What we find is
shared with you, together with a plan and dates. Small faults are mended in 90 days, grave ones in 14. Child labour, forced labour
and locked exits end the contract.

## Contact

Purchasing is led by ${headOf(facts, 'Purchasing')}. Complaints may also go, without a name, to integrity@${company.domain}.
`
}

/** How everyone keeps the company's data safe. */
export function securityGuideline(facts: Facts): string {
  return `
# Information Security Guideline

${company.name}, for all ${facts.employees} employees. State of ${facts.date}. Owner: Technology, led by ${headOf(facts, 'Technology')}.

## Passwords and signing in

Use the password safe that we give you, and a different password for each service. A password has at least 14 characters; a
sentence is best. We do not make you change it every few months, but you must change it at once when it may be known to
somebody else. A second factor is required everywhere it is offered: the key that you received on your first day, or the app. Codes
by text message are not accepted.

Nobody from Technology will ever ask for your password. Whoever does is not from Technology.

## Devices

Lock the screen when you stand up. Laptops are encrypted and update themselves; let them do so within three days. Lost or
stolen devices are reported within one hour, at night as well, by telephone to the duty officer, so that they can be wiped. Private USB sticks
do not go into company computers, nor into tills.

## Customer data

We have data of customers on trust. Look at a customer's record only for a reason that you could explain to that customer. Names,
addresses and orders are not copied into private notes, chats or online tools that Technology has not approved. Exports are
deleted after 30 days. Card numbers are never written down: the terminal handles them, and we do not see them.

Reports for meetings show figures of groups, not of persons. If a table has fewer than five people in a row, leave the row out.

## Data levels

- Public: what stands on our website, such as store hours and list prices.
- Internal: handbooks, sales figures, product notes.
- Confidential: customer data, salaries, unit costs, contracts. Shared by name and not by link.

## E-mail

Be slow when a message is in a hurry. Changed bank details of a supplier are always confirmed by a call to the number we already
have. Suspicious messages are forwarded to phishing@${company.domain}; better ten too many than one too few.

## When something happens

Tell the duty officer at once, even if it was your own mistake: nobody is punished for an honest report. Technology records the incident,
and the People department and ${facts.chief.name} are told the same day if personal data is concerned. The law gives us 72 hours to inform
the authority.

## Suppliers and guests

Guests use the guest network and are accompanied. Services from outside are approved by Technology before the first piece of our
data goes there.
`
}
