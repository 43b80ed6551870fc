const image = /!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>/giu
const link = /\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)/gu
const reference = /^\s*\[[^\]]+\]:\s*\S+.*$/gmu
const tag = /<\/?[a-z!][^>]*>/giu
const address = /\b(?:https?|ftp|file|data|javascript):[^\s<>"')\]]*/giu

/** A text without images, markup and any link but to these sources: what a document says must not send the reader anywhere. */
export const withoutForeignLinks = (text: string, sources: ReadonlySet<string>): string =>
  text
    .replace(image, '')
    .replace(reference, '')
    .replace(link, (whole: string, label: string, target: string) => (sources.has(target) ? whole : label))
    .replace(tag, '')
    .replace(address, (found) =>
      sources.has(found) || sources.has(found.replace(/[.,;:!?]+$/u, '')) ? found : '[link removed]',
    )
