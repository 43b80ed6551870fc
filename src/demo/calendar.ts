/** A day as the number of days since 1970-01-01, so that days can be counted with. */
export type Day = number

const MILLISECONDS_A_DAY = 86_400_000

/** The day of a date written `YYYY-MM-DD`. Throws `RangeError` for anything else. */
export function dayOf(date: string): Day {
  const day = Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_A_DAY
  if (!Number.isInteger(day) || dateOf(day) !== date) throw new RangeError(`"${date}" is not a date like 2026-01-31.`)
  return day
}

/** `YYYY-MM-DD` */
export function dateOf(day: Day): string {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10)
}

/** `YYYY-MM-DD HH:MM:SS`, `second` being counted from midnight. */
export function timestampOf(day: Day, second: number): string {
  return new Date(day * MILLISECONDS_A_DAY + second * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The day of a timestamp or date as the two functions above write them. */
export function dayOfTimestamp(timestamp: string): Day {
  return dayOf(timestamp.slice(0, 10))
}

/** The year, the month (1 to 12), the day of the month and the day of the week (0 is Sunday). */
export function partsOf(day: Day): { year: number; month: number; date: number; weekday: number } {
  const moment = new Date(day * MILLISECONDS_A_DAY)
  return {
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth() + 1,
    date: moment.getUTCDate(),
    weekday: moment.getUTCDay(),
  }
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** `22 November 2026`, for prose. */
export function longDate(day: Day): string {
  const { year, month, date } = partsOf(day)
  return `${date} ${MONTHS[month - 1]} ${year}`
}
