import { lemma } from './lemmas.ts'

/** Groups of English words that people use for one another when they speak of data. General: no database is behind them. */
const groups = `
author writer creator; film movie picture; car vehicle automobile auto; salary wage pay earnings compensation income; price cost fee charge rate expense;
gender sex; phone telephone mobile cellphone; nationality citizenship; country nation; state province; city town municipality; location place site venue position;
address residence; employee worker staff personnel; salary wage earn make; price cost value; total amount value; live reside city address country; locate location city country; boss manager supervisor head leader chief director; customer client buyer shopper consumer purchaser; company firm business corporation enterprise organization;
department division unit; student pupil learner; teacher instructor tutor educator lecturer; professor faculty; school college university institution; course class subject lesson;
product item good merchandise article; order purchase; invoice bill; shop store outlet retailer; supplier vendor provider; quantity amount number volume; total sum overall;
date day time; year yr; month; start begin opening launch commence; end finish close; birthday birthdate birth; name title label; surname lastname; kind type category class sort genre;
description detail information explanation; comment remark note; id identifier code number key; email mail; website url homepage site; song track music tune; album record disc; singer artist vocalist performer musician;
band group ensemble; concert show performance gig; theater stadium arena; game match contest; competition tournament championship event; team club squad side; player athlete sportsman; score point mark grade result;
win victory triumph; lose defeat loss; doctor physician; patient; nurse; hospital clinic; medicine drug medication; disease illness; procedure treatment operation;
plane aircraft airplane; airport; airline carrier; flight; pilot aviator; train; station stop; ship vessel boat; bus coach; driver; distance mileage length; speed velocity; weight mass; height elevation altitude tall;
size dimension area; capacity size; population inhabitant resident citizen; age old; language tongue; religion; book publication volume; magazine journal; paper article; publisher press; library;
dorm dormitory; house home residence; room chamber; apartment flat; building structure; street road avenue; region area district zone territory; county; continent; river; mountain peak; lake; bridge;
hotel inn; guest visitor; restaurant diner eatery; food dish meal; wine; grape; menu; budget fund; revenue turnover sales income; profit gain; sale selling; account; loan credit; balance; bank; payment pay; transaction; policy; claim; insurance;
share stock; document file paper; image photo picture photograph; video clip; member participant; attendance audience; party; election vote ballot; candidate nominee; politician; president; mayor; representative delegate;
rank ranking standing; rating star score; review opinion; award prize honor; medal; status state condition; level tier; role part function; job occupation profession position work; skill ability; project; task assignment; device machine equipment gadget;
phone handset; computer pc; software program application; user person member; friend buddy; follower; message post tweet; channel station; network; episode; series show; actor actress performer cast; director filmmaker; producer maker manufacturer; brand make;
model version; color hue; engine motor; horsepower power; cylinder; accident crash; injury wound harm; crime offense; victim; killed dead death casualty; criminal perpetrator; prison jail; court; law; damage loss; storm hurricane typhoon; temperature heat; weather climate;
farm ranch; animal; dog; cat; pet; bird; breed; plant; tree; seed; crop; festival celebration; ceremony; wedding marriage; husband spouse wife; parent mother father; child kid; major discipline; minor; advisor mentor; semester term; credit unit; exam test; degree qualification; enrollment registration; graduate alumnus;
origin source departure; destination arrival target; founder creator establisher; established founded set; headquarters base; owner proprietor holder; asset property; lot plot; manufacturer maker; warranty; service; repair fix maintenance; fault defect; part component piece; stock inventory; shipment delivery shipping; 
duration length runtime time; born birth; hire employ recruit; join enter; leave quit resign; contact; first initial; last final; middle; nickname alias; signature; seat; ticket; trip journey ride travel; route path way; zip postal postcode zipcode; fax; currency money; tax; discount reduction rebate;
buy purchase order; sell; visit; attend; enroll register; teach instruct; own have possess; cost worth value; compete participate; perform; issue problem; complaint; agency office bureau; tourist visitor; attraction sight; theme topic subject; exhibition show display; museum gallery; painting artwork; sculpture; material; style; artist painter`

/** Words of quality and the attributes that they measure; one way only. */
const qualities = `
old age birth birthday year date; young age birth birthday; heavy weight mass; light weight; tall height; short height length duration; long length duration distance time; big size area population capacity;
large size area population capacity amount; small size area population capacity amount; expensive price cost fee rate; cheap price cost fee rate; costly price cost; fast speed time pace; slow speed time; rich wealth income money worth;
early date time year start; late date time year; recent date time year; new date year; popular popularity rating vote; far distance; close distance; hot temperature; cold temperature; warm temperature; deep depth; wide width; high height elevation altitude score;
earn salary income; weigh weight; cost price cost fee; last duration length; hold capacity; live address city residence; bear birth; hire hire; die death; worth value price; rank rank ranking; crowd population; busy passenger traffic; experience year`

const related = new Map<string, Set<string>>()
for (const group of groups.split(';')) {
  const words = group.trim().split(/\s+/).map(lemma)
  for (const word of words) {
    const others = related.get(word) ?? new Set()
    for (const other of words) if (other !== word) others.add(other)
    related.set(word, others)
  }
}

for (const quality of qualities.split(';')) {
  const [word = '', ...attributes] = quality.trim().split(/\s+/)
  related.set(word, new Set([...(related.get(word) ?? []), ...attributes]))
}

/** Other words for a lemma, with a weight from 0 to 1. */
export type Synonyms = (lemma: string) => Iterable<[string, number]>

/** Words and what they were said for in the training questions, with how often. */
export type LearntSynonyms = Record<string, Record<string, number>>

/** Words that names written together are made of. */
export const namingWords: ReadonlySet<string> = new Set([
  ...related.keys(),
  ...`create update change start end begin open close total order ship check hire first last middle home birth death work post zip phone email web street line item unit list group order user key value code type name title date time year month day number count amount sum price cost rate tax text body content image link status state flag active delete sign log login pass word in out min max average high low left right top win lose draw point score game team play player head main sub net gross full part short long`.split(
    ' ',
  ),
])

/** The general synonyms together with learnt ones; both ways, the learnt direction counts more. */
export function createSynonyms(learnt: LearntSynonyms): Synonyms {
  const weights = new Map<string, Map<string, number>>()
  const add = (from: string, to: string, weight: number) => {
    const row = weights.get(from) ?? new Map<string, number>()
    weights.set(from, row)
    row.set(to, Math.max(row.get(to) ?? 0, weight))
  }
  for (const [word, others] of related) for (const other of others) add(word, other, 0.85)
  for (const [from, row] of Object.entries(learnt)) {
    for (const [to, count] of Object.entries(row)) {
      add(from, to, count > 1 ? 1 : 0.8)
      add(to, from, 0.8)
    }
  }
  return (word) => weights.get(word) ?? []
}
