import { partsOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { createRandom, createWheel, itemAt } from '../random.ts'

/** A moment: a day and the second of that day. */
export interface Moment {
  day: Day
  second: number
}

const MONTHS = [0.85, 0.75, 0.9, 0.98, 1.08, 1.18, 1.12, 0.98, 0.95, 0.95, 1.3, 1.6]
const WEEKDAYS = [0.85, 1, 0.95, 0.95, 1.02, 1.15, 1.4]
const HOURS = [1, 0.5, 0.3, 0.2, 0.3, 0.6, 1.5, 3, 5, 7, 9, 10, 10, 9, 9, 9, 10, 11, 11, 10, 10, 9, 6, 3]

const ORDER_DAYS = 1461

/**
 * When orders come in, in order of time: more each year, more before Christmas and in early summer, most on Saturdays.
 * The day the demo is made has only its night behind it, so that nothing lies in the future.
 */
export function orderMoments(today: Day, count: number): Moment[] {
  const random = createRandom('order moments')
  const days = Array.from({ length: ORDER_DAYS }, (_, index) => today - ORDER_DAYS + 1 + index)
  const drawDay = createWheel(days, (day, index) => {
    const { month, weekday } = partsOf(day)
    const growth = 0.6 + (0.8 * index) / ORDER_DAYS
    return growth * itemAt(MONTHS, month - 1) * itemAt(WEEKDAYS, weekday) * (day === today ? 0.1 : 1)
  })
  const hours = Array.from({ length: 24 }, (_, hour) => hour)
  const drawHour = createWheel(hours, (hour) => itemAt(HOURS, hour))
  const drawNightHour = createWheel(hours.slice(0, 5), (hour) => itemAt(HOURS, hour))
  const moments = Array.from({ length: count }, () => {
    const day = drawDay(random)
    const hour = day === today ? drawNightHour(random) : drawHour(random)
    return { day, second: hour * 3600 + random.integer(0, 3599) }
  })
  return moments.sort((one, other) => one.day - other.day || one.second - other.second)
}
