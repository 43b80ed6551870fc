/** A country that customers live in. `share` is its part of the customers, relative to the others. */
export interface Country {
  name: string
  region: string
  language: string
  phonePrefix: string
  share: number
  cities: readonly string[]
}

/** The sales regions, in the order of their ids, with who leads each. */
export const regions = [
  { name: 'Nordics', manager: ['Sigrid', 'Lindqvist'] },
  { name: 'Central Europe', manager: ['Jürgen', 'Hallstein'] },
  { name: 'Western Europe', manager: ['Margaux', 'Delacroix'] },
  { name: 'Southern Europe', manager: ['Iñigo', 'Etxeberria'] },
  { name: 'British Isles', manager: ['Rosalind', 'Thackeray'] },
  { name: 'North America', manager: ['Marcus', 'Whitfield'] },
] as const

/** The countries of each region. */
export const countries: readonly Country[] = [
  country('Denmark', 'Nordics', 'danish', '+45', 7, ['København', 'Aarhus', 'Odense', 'Aalborg', 'Esbjerg']),
  country('Sweden', 'Nordics', 'swedish', '+46', 8, ['Stockholm', 'Göteborg', 'Malmö', 'Uppsala', 'Umeå']),
  country('Norway', 'Nordics', 'norwegian', '+47', 5, ['Oslo', 'Bergen', 'Trondheim', 'Tromsø', 'Ålesund']),
  country('Finland', 'Nordics', 'finnish', '+358', 4, ['Helsinki', 'Tampere', 'Turku', 'Jyväskylä', 'Oulu']),
  country('Germany', 'Central Europe', 'german', '+49', 22, [
    'Hamburg',
    'Berlin',
    'München',
    'Köln',
    'Leipzig',
    'Lübeck',
    'Nürnberg',
  ]),
  country('Austria', 'Central Europe', 'german', '+43', 5, ['Wien', 'Graz', 'Linz', 'Salzburg', 'Innsbruck']),
  country('Switzerland', 'Central Europe', 'german', '+41', 3, ['Zürich', 'Bern', 'Basel', 'Luzern']),
  country('Poland', 'Central Europe', 'polish', '+48', 5, ['Warszawa', 'Kraków', 'Łódź', 'Wrocław', 'Gdańsk']),
  country('Czechia', 'Central Europe', 'czech', '+420', 2, ['Praha', 'Brno', 'Plzeň', 'Olomouc']),
  country('Netherlands', 'Western Europe', 'dutch', '+31', 8, [
    'Amsterdam',
    'Rotterdam',
    'Utrecht',
    'Groningen',
    'Eindhoven',
  ]),
  country('Belgium', 'Western Europe', 'dutch', '+32', 4, ['Antwerpen', 'Gent', 'Brugge', 'Leuven', 'Liège']),
  country('France', 'Western Europe', 'french', '+33', 9, ['Paris', 'Lyon', 'Grenoble', 'Nîmes', 'Rennes', 'Besançon']),
  country('Spain', 'Southern Europe', 'spanish', '+34', 5, ['Madrid', 'Barcelona', 'Bilbao', 'Málaga', 'A Coruña']),
  country('Portugal', 'Southern Europe', 'portuguese', '+351', 2, ['Lisboa', 'Porto', 'Braga', 'Évora']),
  country('Italy', 'Southern Europe', 'italian', '+39', 5, ['Milano', 'Torino', 'Bolzano', 'Bologna', 'Forlì']),
  country('United Kingdom', 'British Isles', 'english', '+44', 10, [
    'London',
    'Manchester',
    'Edinburgh',
    'Bristol',
    'Cardiff',
    'Leeds',
  ]),
  country('Ireland', 'British Isles', 'irish', '+353', 3, ['Dublin', 'Cork', 'Galway', 'Dún Laoghaire']),
  country('United States', 'North America', 'american', '+1', 6, [
    'Portland',
    'Denver',
    'Boston',
    'Minneapolis',
    'San José',
  ]),
  country('Canada', 'North America', 'american', '+1', 4, ['Vancouver', 'Toronto', 'Montréal', 'Calgary', 'Québec']),
]

function country(
  name: string,
  region: string,
  language: string,
  phonePrefix: string,
  share: number,
  cities: readonly string[],
): Country {
  return { name, region, language, phonePrefix, share, cities }
}
