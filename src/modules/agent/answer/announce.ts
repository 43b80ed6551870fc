import type { Call } from '../../../contract/operation.ts'
import type { Answer } from './answer.ts'

const previewRows = 10

/** Tells a listener what came of a question. Called once the answer is on record: no row leaves before that. */
export const announce = (answer: Answer, emit: Call['emit']): void => {
  if (!emit) return
  const { columns, rows, truncated, chart, response, usage } = answer
  if (columns.length > 0) emit('rows', { columns, preview: rows.slice(0, previewRows), truncated })
  if (chart) emit('chart', chart)
  emit('text_delta', { text: response })
  emit('usage', usage)
}
