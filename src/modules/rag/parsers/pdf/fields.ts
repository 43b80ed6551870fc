import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { z } from 'zod'

/** What is written on a page besides its own text. */
export interface PageAdditions {
  /** What was filled into forms and typed over the page, with the box in points in which it stands. */
  filled: { lines: string[]; left: number; right: number; top: number; bottom: number }[]
  /** Comments of readers. */
  comments: string[]
}

const annotation = z.object({
  subtype: z.string(),
  fieldType: z.string().nullish(),
  fieldValue: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(undefined),
  checkBox: z.boolean().nullish(),
  radioButton: z.boolean().nullish(),
  exportValue: z.string().nullish().catch(undefined),
  buttonValue: z.string().nullish().catch(undefined),
  hidden: z.boolean().nullish(),
  password: z.boolean().nullish(),
  contentsObj: z.object({ str: z.string() }).nullish().catch(undefined),
  rect: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})

const commented = new Set([
  'Text',
  'Highlight',
  'Underline',
  'StrikeOut',
  'Squiggly',
  'Square',
  'Circle',
  'Caret',
  'Ink',
])

/** The values of a page's form fields, texts typed over it, and comments (ISO 32000-1, 12.5 and 12.7). */
export async function additionsOf(page: PDFPageProxy): Promise<PageAdditions> {
  const additions: PageAdditions = { filled: [], comments: [] }
  for (const found of await page.getAnnotations()) {
    const { success, data } = annotation.safeParse(found)
    if (!success || data.hidden === true) continue
    const said = data.contentsObj?.str.trim() ?? ''
    const value = data.subtype === 'FreeText' ? said : data.subtype === 'Widget' ? valueOf(data) : ''
    const [left, bottom, right, top] = data.rect
    if (value !== '') additions.filled.push({ lines: value.split(/\r\n?|\n/u), left, right, top, bottom })
    else if (said !== '' && commented.has(data.subtype)) additions.comments.push(said)
  }
  return additions
}

function valueOf(field: z.infer<typeof annotation>): string {
  const value = Array.isArray(field.fieldValue) ? field.fieldValue.join(', ') : (field.fieldValue ?? '').trim()
  if (field.fieldType === 'Tx') return field.password === true ? '' : value
  if (field.fieldType === 'Ch') return value
  const chosen =
    field.checkBox === true ? field.exportValue : field.radioButton === true ? field.buttonValue : undefined
  return chosen && value === chosen && value !== 'Off' ? '☒' : ''
}
