import { lemma } from './lemmas.ts'

/** Groups of English words that people use for one another when they speak of data. General: no database is behind them. */
const groups = `
author writer creator; film movie picture; car vehicle automobile auto; salary wage pay earnings compensation income; price cost fee charge rate expense;
gender sex; phone telephone mobile cellphone; nationality citizenship; country nation; state province; city town municipality; location place site venue position;
address residence; employee worker staff personnel; boss manager supervisor head leader chief director; customer client buyer shopper consumer purchaser; company firm business corporation enterprise organization;
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

const related = new Map<string, Set<string>>()
for (const group of groups.split(';')) {
  const words = group.trim().split(/\s+/).map(lemma)
  for (const word of words) {
    const others = related.get(word) ?? new Set()
    for (const other of words) if (other !== word) others.add(other)
    related.set(word, others)
  }
}

/** Other words for a lemma; empty when none is known. */
export function synonymsOf(word: string): ReadonlySet<string> {
  return related.get(word) ?? empty
}

const empty: ReadonlySet<string> = new Set()
