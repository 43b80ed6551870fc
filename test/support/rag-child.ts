import { z } from 'zod'
import { openRag } from './rag.ts'

/*
 * A rag module in a process that can be killed. Told by messages what to do, it answers each as soon as the module has
 * acknowledged it.
 */
const order = z.object({
  number: z.int(),
  ingest: z.record(z.string(), z.string()).optional(),
  remove: z.string().optional(),
  /** Texts of a call that is waited for; how many of them are done is told on the way. */
  atOnce: z.array(z.object({ id: z.string().optional(), source: z.string().optional(), text: z.string() })).optional(),
})

const progress = z.object({ finished: z.int() })

type Text = NonNullable<z.infer<typeof order>['atOnce']>[number]

const plain = ({ id, source, text }: Text) => ({
  text,
  ...(id === undefined ? {} : { id }),
  ...(source === undefined ? {} : { source }),
})

const { rag, as } = await openRag({
  DATA_DIR: process.env['DATA_DIR'] ?? '',
  STORAGE_URL: process.env['STORAGE_URL'] ?? '',
})

process.on('message', (message) => {
  void (async () => {
    const { number, ingest, remove, atOnce } = order.parse(message)
    if (ingest) {
      const documents = Object.entries(ingest).map(([id, text]) => ({ id, title: id, text }))
      const { job_id } = await rag.ingest({ documents, respond_async: true }, as('ada'))
      process.send?.({ number })
      await rag.job({ id: job_id }, as('ada', { emit: () => undefined }))
    }
    if (atOnce) {
      const emit = (_event: string, data: unknown) => process.send?.({ number, ...progress.parse(data) })
      await rag.ingest({ documents: atOnce.map(plain) }, as('ada', { emit }))
    }
    if (remove !== undefined) await rag.deleteDocument({ id: remove }, as('ada'))
    process.send?.({ number, over: true })
  })().catch((error: unknown) => process.send?.({ number: -1, error: String(error) }))
})
process.send?.({ number: 0, over: true })
