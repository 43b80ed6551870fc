/** Who carries parcels in each region; all invented. */
export const carriers: Readonly<Record<string, readonly string[]>> = {
  Nordics: ['Blue Pennant', 'Fjordpakke'],
  'Central Europe': ['Swift Heron', 'Paketfuchs'],
  'Western Europe': ['Swift Heron', 'Colibri Relais'],
  'Southern Europe': ['Colibri Relais', 'Ruta Verde'],
  'British Isles': ['Blue Pennant', 'Redwing Parcels'],
  'North America': ['Maple Arrow', 'Prairie Line'],
}
