import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dayOf } from '../calendar.ts'
import { company } from '../company.ts'
import { demoRows } from '../demo-rows.ts'
import { renderDocx } from '../render/docx.ts'
import { renderHtml } from '../render/html.ts'
import { renderMarkdown } from '../render/markdown.ts'
import { renderPdf } from '../render/pdf.ts'
import { renderText } from '../render/text.ts'
import { customerQuestions } from './customer-questions.ts'
import { readFacts } from './facts.ts'
import type { Facts } from './facts.ts'
import { securityGuideline, supplierCode } from './guidelines.ts'
import { handbook } from './handbook.ts'
import { loyaltyProgramme, returnPolicy, shippingPolicy, warrantyTerms } from './policies.ts'
import { bootNote, pannierNote, tentNote } from './product-notes.ts'
import { contacts, storeDirectory } from './registers.ts'
import { yearlyLetter } from './yearly-letter.ts'

type Render = (facts: Facts) => string | Uint8Array | Promise<Uint8Array>

const documents: Readonly<Record<string, Render>> = {
  'contacts.json': contacts,
  'customer-faq.html': (facts) => renderHtml(customerQuestions(facts)),
  'employee-handbook.md': (facts) => renderMarkdown(handbook(facts)),
  'information-security-guideline.txt': (facts) => renderText(securityGuideline(facts)),
  'loyalty-programme.md': (facts) => renderMarkdown(loyaltyProgramme(facts)),
  'product-note-bicycle-bags.html': (facts) => renderHtml(pannierNote(facts)),
  'product-note-hiking-boots.txt': (facts) => renderText(bootNote(facts)),
  'product-note-tents.md': (facts) => renderMarkdown(tentNote(facts)),
  'return-policy.md': (facts) => renderMarkdown(returnPolicy(facts)),
  'shipping-policy.html': (facts) => renderHtml(shippingPolicy(facts)),
  'store-directory.csv': storeDirectory,
  'supplier-code-of-conduct.docx': (facts) => renderDocx(supplierCode(facts), company.name, dayOf(facts.madeOn)),
  'warranty-terms.md': (facts) => renderMarkdown(warrantyTerms(facts)),
  'yearly-letter.pdf': (facts) => renderPdf(yearlyLetter(facts), company.name, dayOf(facts.madeOn)),
}

/** The file names of the documents. */
export const documentNames: readonly string[] = Object.keys(documents)

/**
 * Writes the demo company's documents into a folder, in place of older ones of the same names, and returns their paths.
 * `today` (`YYYY-MM-DD`) must be the day that the demo database was made on: what they say is read from the same rows.
 */
export async function writeDemoDocuments(folder: string, { today }: { today: string }): Promise<string[]> {
  const facts = readFacts(demoRows({ today }), today)
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for (const [name, render] of Object.entries(documents)) {
    const path = join(folder, name)
    await replaceFile(path, await render(facts))
    paths.push(path)
  }
  return paths
}

async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.unfinished`
  try {
    await writeFile(unfinished, content)
    await rename(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
}
