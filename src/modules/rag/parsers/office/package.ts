import { posix } from 'node:path'
import { openArchive } from '../archive.ts'
import type { Budget } from '../budget.ts'
import type { DocumentMetadata } from '../parser.ts'
import { unreadable } from '../unreadable.ts'
import { elementAt, elementsOf, readXmlTree, textIn, type TreeChoice, type XmlElement } from '../xml.ts'

/** How one part of an Office file refers to another. */
export interface Relationship {
  id: string
  /** The last word of its type, such as `slide` or `styles`. */
  type: string
  /** The other part's name in the archive. */
  target: string
}

/** An Office Open XML file (ECMA-376): parts in a zip archive, tied by relationships. */
export interface OfficePackage {
  /** The name of the main part. */
  readonly main: string
  bytesOf(part: string): Promise<Uint8Array | undefined>
  treeOf(part: string, choice?: TreeChoice): Promise<XmlElement | undefined>
  relationshipsOf(part: string): Promise<Relationship[]>
  metadata(): Promise<{ title?: string; metadata: Partial<DocumentMetadata> }>
}

/** Opens an Office file. Relationships that lead out of it are left out: nothing is ever fetched. */
export async function openOfficePackage(
  bytes: Uint8Array,
  budget: Budget,
  expectedMain: string,
): Promise<OfficePackage> {
  const archive = await openArchive(bytes, budget)

  async function treeOf(part: string, choice?: TreeChoice): Promise<XmlElement | undefined> {
    const source = await archive.read(part)
    return source ? readXmlTree(source, budget, choice) : undefined
  }

  async function relationshipsOf(part: string): Promise<Relationship[]> {
    const folder = posix.dirname(part)
    const tree = await treeOf(posix.join(folder, '_rels', `${posix.basename(part)}.rels`))
    return elementsOf(elementAt(tree, 'Relationships'), 'Relationship')
      .filter((one) => one.attributes['TargetMode'] !== 'External')
      .map(({ attributes }) => ({
        id: attributes['Id'] ?? '',
        type: (attributes['Type'] ?? '').split('/').at(-1) ?? '',
        target: resolved(folder, attributes['Target'] ?? ''),
      }))
  }

  // The package itself is the part without a name: its relationships are in `_rels/.rels`.
  const roots = await relationshipsOf('')
  const declared = roots.find((one) => one.type === 'officeDocument')?.target
  const main = declared !== undefined && archive.holds(declared) ? declared : expectedMain
  if (!archive.holds(main))
    throw unreadable('malformed', 'The Office file is damaged: its main part is missing. Open and save it again.')

  return {
    main,
    bytesOf: (part) => archive.read(part),
    treeOf,
    relationshipsOf,
    async metadata() {
      const core = roots.find((one) => one.type === 'core-properties')?.target ?? 'docProps/core.xml'
      // A document that is whole is worth reading whatever is said of it.
      const properties = elementAt(await treeOf(core).catch(() => undefined), 'coreProperties')
      const word = (name: string): string | undefined =>
        textIn(elementAt(properties, name)).trim().slice(0, 500) || undefined
      const title = word('title')
      const [author, created, modified] = [word('creator'), word('created'), word('modified')]
      const [keywords, description, language] = [word('keywords'), word('description'), word('language')]
      return {
        ...(title && !/^(?:untitled|powerpoint presentation|slide 1)$/iu.test(title) ? { title } : {}),
        metadata: {
          ...(author ? { author } : {}),
          ...(created ? { created } : {}),
          ...(modified ? { modified } : {}),
          ...(keywords ? { keywords } : {}),
          ...(description ? { description } : {}),
          ...(language ? { language } : {}),
        },
      }
    },
  }
}

function resolved(folder: string, target: string): string {
  return (target.startsWith('/') ? posix.normalize(target) : posix.join(folder, target)).replace(/^\/+/u, '')
}
