/** A job at the head office or the warehouse: its title, how many hold it, and the lowest and highest yearly salary in euros. */
export interface Job {
  title: string
  people: number
  salary: readonly [number, number]
}

/** The departments in the order of their ids, who leads each, and the jobs in it beside those of the stores. */
export const departments: readonly {
  name: string
  head: readonly [string, string]
  title: string
  jobs: readonly Job[]
}[] = [
  {
    name: 'Management',
    head: ['Ingrid', 'Søndergaard'],
    title: 'Chief Executive Officer',
    jobs: [job('Executive Assistant', 1, 46, 54)],
  },
  {
    name: 'Retail',
    head: ['Matthias', 'Brückner'],
    title: 'Head of Retail',
    jobs: [job('Visual Merchandiser', 3, 38, 47)],
  },
  {
    name: 'Online Shop',
    head: ['Chloé', 'Vasseur'],
    title: 'Head of Online Shop',
    jobs: [job('Online Shop Editor', 4, 36, 46), job('Conversion Analyst', 2, 48, 60)],
  },
  {
    name: 'Logistics',
    head: ['Pedro', 'Azevedo'],
    title: 'Head of Logistics',
    jobs: [job('Shift Leader', 3, 39, 46), job('Warehouse Worker', 18, 28, 35), job('Transport Planner', 2, 41, 50)],
  },
  {
    name: 'Customer Service',
    head: ['Aoife', 'Kinsella'],
    title: 'Head of Customer Service',
    jobs: [job('Customer Service Agent', 12, 30, 38), job('Returns Specialist', 3, 32, 39)],
  },
  {
    name: 'Purchasing',
    head: ['Lieke', 'Terpstra'],
    title: 'Head of Purchasing',
    jobs: [job('Buyer', 6, 44, 58), job('Quality Inspector', 2, 42, 51)],
  },
  {
    name: 'Finance',
    head: ['Andrea', 'Castellani'],
    title: 'Head of Finance',
    jobs: [job('Accountant', 4, 42, 55), job('Controller', 2, 55, 68)],
  },
  {
    name: 'Marketing',
    head: ['Giulia', 'Ferrante'],
    title: 'Head of Marketing',
    jobs: [job('Campaign Planner', 3, 40, 52), job('Photographer', 2, 37, 45)],
  },
  {
    name: 'Technology',
    head: ['Henrik', 'Åberg'],
    title: 'Head of Technology',
    jobs: [job('Software Developer', 6, 58, 78), job('Data Analyst', 2, 52, 66)],
  },
  { name: 'People', head: ['Maren', 'Oldenburg'], title: 'Head of People', jobs: [job('People Partner', 3, 43, 54)] },
]

/** The yearly salaries in euros of those who lead, and of those who work in a store. */
export const salaries = {
  chief: 148_000,
  head: [84_000, 112_000],
  regionalManager: [68_000, 79_000],
  storeManager: [46_000, 58_000],
  salesAssistant: [27_500, 35_500],
} as const

function job(title: string, people: number, lowestThousand: number, highestThousand: number): Job {
  return { title, people, salary: [lowestThousand * 1000, highestThousand * 1000] }
}
