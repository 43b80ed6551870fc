import { company } from '../company.ts'
import { euros } from './facts.ts'
import type { Facts, ProductFacts } from './facts.ts'

/** What the assistants should know about the tent that sells best. */
export function tentNote(facts: Facts): string {
  const tent = facts.bestOf('Tents')
  return `
# Product Note: ${tent.name}

For sales assistants and Customer Service. State of ${facts.date}.

The ${tent.name} is the best selling tent that we carry.

${dataSheet(tent)}

## Pitching

Lay out the inner tent with the door away from the wind. Push the poles, never pull them: the sections come apart inside the
sleeve otherwise. Peg the windward corners first, then the rest, and tension the fly last. Two people who have done it before need
six minutes; two who have not should try it once in a garden.

## Care

A tent is put away dry, always. If it rained on the last morning, hang it up within two days, or mildew will take the coating and
no warranty covers that. Wash by hand with lukewarm water and no detergent. Store it loosely in a cotton bag and not in its
stuff sack. Ultraviolet light ages the fabric more than rain does: a tent that stands all summer in the sun is old in three
years.

## What customers ask

- "Does it need a groundsheet?" It lives longer with one. The sheet must be smaller than the floor, or it gathers water.
- "There are drops on the inside. Is it leaking?" Hardly ever: it is condensation. Open the vents at both ends, even in rain.
- "A pole broke." Slide the repair sleeve over the break, tape both ends, and bring the pole to a store: within ${tent.warrantyMonths} months a section that broke in ordinary use is replaced free of charge.
- "May I use a stove inside?" No. Not in the porch either, with the door closed.
`
}

/** What the assistants should know about the boot that sells best. */
export function bootNote(facts: Facts): string {
  const boot = facts.bestOf('Hiking Boots')
  return `
# Product Note: ${boot.name}

For sales assistants and Customer Service. State of ${facts.date}.

Among our hiking boots, the ${boot.name} finds the most buyers.

${dataSheet(boot)}

## Fitting

Feet are larger in the afternoon, so fit boots in the afternoon or leave room. Let people wear the socks that they hike in. With the
laces open, push the foot forward until the toes touch: one finger must fit behind the heel. Then lace up and walk down the
ramp. If the toes touch in front, go up half a size. Wrong size is by far the most usual reason for footwear to come back, so
ten minutes here save a parcel.

## Breaking in

One hour a day at home for a week, then short walks, then the hills. Nobody should start a long tour in new boots.

## Care

Brush off dry dirt, wash with water only, and take out the insoles to dry. Never dry boots on a heater or by a fire: leather shrinks
and glue lets go, and the warranty does not cover it. Wax leather every five to eight outings.

## Soles

Soles wear, and that is not a fault. The workshop resoles this model once or twice; it takes about three weeks. A sole that comes
off within ${boot.warrantyMonths} months is a warranty case.
`
}

/** What the assistants should know about the bicycle bag that sells best. */
export function pannierNote(facts: Facts): string {
  const bag = facts.bestOf('Panniers & Bags')
  return `
# Product Note: ${bag.name}

For sales assistants and Customer Service. State of ${facts.date}.

The ${bag.name} leads our sales of bicycle bags.

${dataSheet(bag)}

## Mounting

The hooks take rails of 8 to 16 millimetres; the reducers for thin rails lie in the inner pocket and get lost there. Set both hooks
before the lower anchor. Lift the bag by its handle: if it comes off without pulling the release, a hook sits wrong.

## Load and water

Load both sides alike, heavy things low. The fabric is welded and not sewn, so the bag keeps out a day of rain when the closure
is rolled three times or more. It is not made to be under water.

## Care and repair

Rinse off salt after winter rides. Holes up to the size of a coin are closed with the patch from our repair kits; the place must be dry
and free of grease. Hooks and anchors are spare parts that every store keeps. In ${bag.warrantyMonths} months of warranty we replace broken hooks
without asking for the receipt, as long as the bag is in our system.

## What not to promise

It fits most racks and not all. If in doubt, let the customer hang it on their own bicycle in front of the store.
`
}

function dataSheet(product: ProductFacts): string {
  const weight = product.weightKg === null ? 'not weighed yet' : `${product.weightKg} kg`
  return `
| Property | Value |
| --- | --- |
| Article number (SKU) | ${product.sku} |
| Category | ${product.category} |
| List price | ${euros(product.price)} |
| Weight | ${weight} |
| Warranty | ${product.warrantyMonths} months |
| In our range since | ${product.introduced} |
| Supplier | ${product.supplier}, ${product.supplierCountry} |
| Lead time for more | ${product.leadTimeDays} days |
| Sold by | ${company.name}, all channels |`.trim()
}
