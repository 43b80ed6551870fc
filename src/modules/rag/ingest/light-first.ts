import { isLightName, lightBytes } from '../parsers/index.ts'
import type { JobItem } from './request.ts'

const isLight = ({ request, size }: JobItem): boolean =>
  size <= lightBytes && (request.kind === 'text' || isLightName(request.source))

/** Items that are read in no time before all others, so that none of them waits for files that take as long as they may. */
export const lightFirst = (items: readonly JobItem[]): JobItem[] => [
  ...items.filter(isLight),
  ...items.filter((item) => !isLight(item)),
]
