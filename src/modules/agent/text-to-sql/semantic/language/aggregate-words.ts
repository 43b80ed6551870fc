import type { Aggregate } from '../query/query.ts'

const words: Record<Exclude<Aggregate, 'count'>, string> = {
  avg: 'average avg mean',
  sum: 'total sum',
  max: 'maximum max highest largest longest',
  min: 'minimum min lowest smallest shortest',
}

/** The aggregate that a word asks for, of those that say it whatever they stand beside. */
export const aggregateWords: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>(
  (['avg', 'sum', 'max', 'min'] as const).flatMap((aggregate) =>
    words[aggregate].split(' ').map((word) => [word, aggregate] as const),
  ),
)
