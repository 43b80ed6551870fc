import type { z } from 'zod'
import type { Viewer } from '../stores/passage-store.ts'
import type { ragContract } from '../contract.ts'
import { audienceWarnings } from './readers.ts'
import type { ItemRequest, Job, JobItem, Outcome } from './request.ts'
import { shownId } from './scope.ts'

/** A job as it goes over the wire. */
export type JobView = z.input<(typeof ragContract)['operations']['job']['output']>

const describeOutcome = (request: ItemRequest, outcome: Outcome, viewer: Viewer): JobView['documents'][number] => {
  const shown = { ...outcome, id: shownId(outcome.id, viewer) }
  if (outcome.status === 'failed') return shown
  const warnings = [
    ...(request.owner === null ? audienceWarnings(request.allowedRoles) : []),
    ...(outcome.warnings ?? []),
  ]
  return warnings.length === 0 ? shown : { ...shown, warnings }
}

/** What somebody who asked for a job sees of it: each document's fate, in the order in which they were given. */
export const viewJob = (job: Job, items: readonly JobItem[], viewer: Viewer): JobView => {
  const state = job.state === 'accepting' ? 'queued' : job.state
  const documents = items.flatMap(({ request, outcomes }): JobView['documents'] =>
    outcomes.length > 0
      ? outcomes.map((outcome) => describeOutcome(request, outcome, viewer))
      : [
          {
            id: request.id === undefined ? '' : shownId(request.id, viewer),
            title: request.title ?? request.source,
            source: request.source,
            status: state === 'cancelled' ? 'cancelled' : 'queued',
            chunks: 0,
          },
        ],
  )
  return {
    job_id: job.id,
    status: state,
    stage: job.stage,
    total: items.length,
    finished: items.filter(({ outcomes }) => outcomes.length > 0).length,
    failed: items.filter(({ outcomes }) => outcomes.some(({ status }) => status === 'failed')).length,
    created_at: job.createdAt,
    updated_at: job.updatedAt,
    documents,
  }
}

/** One sentence about how an ingestion stands. */
export const describeJob = ({ status, documents }: JobView): string => {
  if (status === 'queued' || status === 'running') return 'Accepted; GET /jobs/{id} tells how far it is.'
  const counts = new Map<string, number>()
  for (const document of documents) counts.set(document.status, (counts.get(document.status) ?? 0) + 1)
  const warned = documents.filter(({ warnings }) => warnings !== undefined).length
  return `${documents.length === 1 ? '1 document' : `${documents.length} documents`}: ${[...counts]
    .map(([word, count]) => (counts.size === 1 ? word : `${count} ${word}`))
    .join(', ')}.${warned === 0 ? '' : ` ${warned} with warnings.`}`
}
