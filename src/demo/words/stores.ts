/** The stores, oldest first; the days are counted back from the day the demo is made. */
export const stores = [
  store('Hamburg Altona', 'Hamburg', 'Germany', 5480, 920),
  store('København Nørrebro', 'København', 'Denmark', 4870, 610),
  store('Berlin Prenzlauer Berg', 'Berlin', 'Germany', 4410, 780),
  store('Amsterdam De Pijp', 'Amsterdam', 'Netherlands', 3990, 540),
  store('Stockholm Södermalm', 'Stockholm', 'Sweden', 3660, 590),
  store('London Hackney', 'London', 'United Kingdom', 3300, 660),
  store('Leipzig Plagwitz', 'Leipzig', 'Germany', 3120, 380, 410),
  store('Wien Neubau', 'Wien', 'Austria', 2800, 470),
  store('Lyon Croix-Rousse', 'Lyon', 'France', 2450, 430),
  store('Edinburgh Leith', 'Edinburgh', 'United Kingdom', 2090, 400),
  store('Milano Navigli', 'Milano', 'Italy', 1760, 450),
  store('Oslo Grünerløkka', 'Oslo', 'Norway', 1480, 360),
  store('Bilbao Casco Viejo', 'Bilbao', 'Spain', 1130, 320),
  store('Portland Alberta Street', 'Portland', 'United States', 790, 700),
  store('Vancouver Kitsilano', 'Vancouver', 'Canada', 260, 510),
]

/** A store: opened and, if so, closed that many days before the day the demo is made. */
export interface StoreWords {
  name: string
  city: string
  country: string
  openedDaysAgo: number
  floorArea: number
  closedDaysAgo?: number
}

function store(
  name: string,
  city: string,
  country: string,
  openedDaysAgo: number,
  floorArea: number,
  closedDaysAgo?: number,
): StoreWords {
  return { name, city, country, openedDaysAgo, floorArea, ...(closedDaysAgo !== undefined && { closedDaysAgo }) }
}
