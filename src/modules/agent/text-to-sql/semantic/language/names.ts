import { lemma } from './lemmas.ts'

const abbreviations = new Map(
  Object.entries({
    num: 'number',
    nbr: 'number',
    no: 'number',
    nums: 'number',
    qty: 'quantity',
    amt: 'amount',
    dept: 'department',
    dep: 'department',
    addr: 'address',
    desc: 'description',
    descr: 'description',
    emp: 'employee',
    cust: 'customer',
    prod: 'product',
    cat: 'category',
    tel: 'telephone',
    fname: 'first name',
    lname: 'last name',
    firstname: 'first name',
    lastname: 'last name',
    surname: 'last name',
    forename: 'first name',
    dob: 'date of birth',
    yr: 'year',
    lat: 'latitude',
    lng: 'longitude',
    lon: 'longitude',
    temp: 'temperature',
    avg: 'average',
    max: 'maximum',
    min: 'minimum',
    pct: 'percent',
    perc: 'percent',
    acc: 'account',
    acct: 'account',
    org: 'organization',
    loc: 'location',
    mgr: 'manager',
    stu: 'student',
    fac: 'faculty',
    prof: 'professor',
    crs: 'course',
    mins: 'minutes',
    sec: 'second',
    hrs: 'hours',
    ref: 'reference',
    uid: 'user id',
    pid: 'person id',
    cid: 'id',
    sid: 'id',
    tid: 'id',
    ssn: 'social security number',
    msg: 'message',
    img: 'image',
    doc: 'document',
    dest: 'destination',
    src: 'source',
    pos: 'position',
    pop: 'population',
    gnp: 'gnp',
    lang: 'language',
    govt: 'government',
    info: 'information',
    attr: 'attribute',
    stat: 'status',
    univ: 'university',
    uni: 'university',
    bldg: 'building',
    apt: 'apartment',
    tbl: '',
    usr: 'user',
    pwd: 'password',
    txn: 'transaction',
    trans: 'transaction',
    inv: 'invoice',
    ord: 'order',
    sal: 'salary',
    conf: 'conference',
    conds: 'condition',
    lev: 'level',
    stuid: 'student id',
    custid: 'customer id',
    empid: 'employee id',
    zipcode: 'zip code',
    username: 'user name',
    hometown: 'home town',
    birthdate: 'birth date',
    birthday: 'birth date',
    birthplace: 'birth place',
    phonenumber: 'phone number',
    hq: 'headquarters',
    gpa: 'gpa',
    mpg: 'mpg',
  }),
)

/** Cuts an identifier into lower-case words: `stu_fname` → stu, first, name; `UnitPrice` → unit, price. */
export function wordsOfName(name: string): string[] {
  const spaced = name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/(\p{L})(\d)/gu, '$1 $2')
    .replaceAll(/[^\p{L}\d%]+/gu, ' ')
    .toLowerCase()
    .trim()
  const words = spaced
    .split(' ')
    .flatMap((word) => (abbreviations.get(word) ?? word).split(' '))
    .filter((word) => word !== '')
  return words.length > 0 ? words : [name.toLowerCase()]
}

/** As `wordsOfName`, each in its dictionary form. */
export function lemmasOfName(name: string): string[] {
  return wordsOfName(name).map(lemma)
}

/** The readable form of an identifier, for explanations: `unit_price` → "unit price". */
export function readableName(name: string): string {
  return wordsOfName(name).join(' ')
}
