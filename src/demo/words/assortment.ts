/** A category of the lower level: articles with their usual price in euros, weights in kilograms. */
export interface Shelf {
  name: string
  code: string
  warrantyMonths: number
  weight: readonly [number, number]
  articles: readonly (readonly [string, number])[]
}

/** A top category. `season` weighs the months from January to December; `returned` is the chance that a line comes back. */
export interface Aisle {
  name: string
  season: readonly number[]
  returned: number
  shelves: readonly Shelf[]
}

const summer = [0.4, 0.5, 0.8, 1.1, 1.5, 1.8, 1.8, 1.4, 0.9, 0.6, 0.5, 0.7]
const winter = [1.4, 1.2, 0.9, 0.7, 0.6, 0.5, 0.5, 0.7, 1.1, 1.4, 1.6, 1.8]
const even = [0.9, 0.9, 1, 1.1, 1.1, 1, 1, 1, 1, 1, 1.1, 1.3]

/** All that the company sells, category by category. */
export const assortment: readonly Aisle[] = [
  {
    name: 'Camping & Hiking',
    season: summer,
    returned: 0.045,
    shelves: [
      shelf(
        'Tents',
        'TEN',
        60,
        [1.3, 7.8],
        '1-Person Tent:169 2-Person Tent:249 3-Person Tent:329 Tunnel Tent:479 Tarp:89 Family Tent:599',
      ),
      shelf(
        'Sleeping Bags',
        'SLE',
        36,
        [0.6, 2.1],
        'Summer Sleeping Bag:79 Down Sleeping Bag:289 Three-Season Sleeping Bag:149 Sleeping Mat:69 Travel Pillow:24',
      ),
      shelf(
        'Backpacks',
        'BAC',
        60,
        [0.5, 2.4],
        'Day Pack 20 L:69 Hiking Pack 35 L:129 Trekking Pack 60 L:209 Rolltop Pack:99 Child Carrier:259',
      ),
      shelf(
        'Camp Kitchen',
        'KIT',
        24,
        [0.1, 1.9],
        'Gas Stove:54 Cook Set:64 Enamel Mug:12 Insulated Bottle:29 Folding Spork:6 Water Filter:44',
      ),
    ],
  },
  {
    name: 'Clothing',
    season: winter,
    returned: 0.13,
    shelves: [
      shelf(
        'Rain Jackets',
        'RAI',
        36,
        [0.3, 0.9],
        'Rain Jacket:159 Hardshell Jacket:289 Rain Poncho:49 Wind Jacket:99 Parka:239',
      ),
      shelf(
        'Fleece & Wool',
        'FLE',
        24,
        [0.2, 0.8],
        'Fleece Jacket:89 Merino Shirt:69 Wool Jumper:119 Merino Leggings:74 Fleece Vest:64',
      ),
      shelf(
        'Trousers',
        'TRO',
        24,
        [0.3, 0.7],
        'Trekking Trousers:109 Rain Trousers:79 Zip-Off Trousers:94 Shorts:54 Softshell Trousers:129',
      ),
      shelf(
        'Socks & Hats',
        'SOC',
        12,
        [0.05, 0.2],
        'Hiking Socks:17 Wool Hat:27 Sun Hat:32 Liner Gloves:24 Neck Warmer:19',
      ),
    ],
  },
  {
    name: 'Footwear',
    season: [0.9, 0.8, 1.1, 1.2, 1.1, 1, 0.9, 1, 1.2, 1.2, 1, 1],
    returned: 0.15,
    shelves: [
      shelf('Hiking Boots', 'BOO', 24, [0.9, 1.7], 'Leather Boot:199 Mid Boot:159 Winter Boot:179 Trekking Boot:239'),
      shelf('Trail Shoes', 'TRA', 24, [0.5, 0.9], 'Trail Shoe:119 Approach Shoe:134 Trail Runner:129 Barefoot Shoe:99'),
      shelf('Sandals', 'SAN', 12, [0.3, 0.6], 'Walking Sandal:79 River Sandal:64 Camp Clog:39'),
    ],
  },
  {
    name: 'Cycling',
    season: [0.6, 0.7, 1.1, 1.3, 1.4, 1.3, 1.1, 1, 1, 0.9, 0.8, 0.8],
    returned: 0.04,
    shelves: [
      shelf(
        'Panniers & Bags',
        'PAN',
        60,
        [0.2, 1.9],
        'Rear Pannier:74 Handlebar Bag:59 Frame Bag:49 Saddle Bag:34 Front Pannier:64',
      ),
      shelf(
        'Lights & Locks',
        'LIG',
        24,
        [0.1, 1.8],
        'Front Light:44 Rear Light:24 Folding Lock:79 Chain Lock:64 Light Set:59',
      ),
      shelf('Helmets', 'HEL', 24, [0.25, 0.45], 'City Helmet:69 Touring Helmet:89 Child Helmet:49'),
      shelf(
        'Tools & Repair',
        'TOO',
        24,
        [0.05, 1.4],
        'Multitool:29 Floor Pump:44 Mini Pump:27 Repair Kit:9 Chain Oil:8 Work Stand:119',
      ),
    ],
  },
  {
    name: 'Home & Garden',
    season: even,
    returned: 0.035,
    shelves: [
      shelf('Lanterns', 'LAN', 24, [0.2, 1.1], 'LED Lantern:39 Storm Lantern:34 Solar Lantern:29 Head Torch:44'),
      shelf(
        'Blankets',
        'BLA',
        12,
        [0.6, 2.2],
        'Wool Blanket:89 Picnic Blanket:44 Fleece Blanket:34 Quilted Blanket:109',
      ),
      shelf(
        'Garden Tools',
        'GAR',
        36,
        [0.2, 2.6],
        'Hand Trowel:16 Pruning Shears:34 Spade:49 Watering Can:29 Weeding Fork:19',
      ),
      shelf('Bird Houses', 'BIR', 12, [0.7, 2.3], 'Nesting Box:29 Bird Feeder:24 Swift Box:39 Bird Bath:54'),
    ],
  },
  {
    name: 'Water Sports',
    season: summer,
    returned: 0.05,
    shelves: [
      shelf('Dry Bags', 'DRY', 36, [0.1, 0.9], 'Dry Bag 10 L:24 Dry Bag 35 L:44 Duffel 60 L:119 Phone Pouch:14'),
      shelf('Paddles', 'PAD', 24, [0.6, 1.3], 'Canoe Paddle:79 Kayak Paddle:129 Travel Paddle:149'),
      shelf('Life Vests', 'LIF', 24, [0.4, 0.9], 'Life Vest:84 Child Life Vest:59 Touring Vest:109'),
    ],
  },
]

/** Names of product lines; a product is a line and an article: `Tarn 2-Person Tent`. */
export const productLines =
  'Tarn Bramble Kittiwake Corrie Lynchet Sallow Fenwick Hawthorn Skerry Wold Merle Gannet Sorrel Dunlin Pipit Larch Alder Rowan Teasel Curlew Heron Sedge Marram Plover Fulmar Coppice Holm Beck Strath Ness Osier Linnet Wren Tansy Yarrow Bracken Cairn Fjord Måne Bølge Skov Tinde Hede Myr Älv Kulle'.split(
    ' ',
  )

function shelf(
  name: string,
  code: string,
  warrantyMonths: number,
  weight: readonly [number, number],
  articles: string,
): Shelf {
  const list = [...articles.matchAll(/(\S[^:]*):(\d+)/g)].map(
    ([, article = '', price]) => [article, Number(price)] as const,
  )
  return { name, code, warrantyMonths, weight, articles: list }
}
