import type { DefaultTreeAdapterTypes } from 'parse5'

/** An element of a parsed page. */
export type HtmlElement = DefaultTreeAdapterTypes.Element
/** Anything in a parsed page. */
export type HtmlNode = DefaultTreeAdapterTypes.ChildNode

/** The value of an attribute; '' when it is missing. */
export function attribute(element: HtmlElement, name: string): string {
  return element.attrs.find((one) => one.name === name)?.value ?? ''
}

/** Whether a node is an element. */
export function isElement(node: HtmlNode): node is HtmlElement {
  return 'tagName' in node
}

const neverContent = new Set(
  'head script style template noscript svg math iframe object embed canvas audio video source track map area button select option datalist dialog input textarea nav menu frame frameset applet meta link base'.split(
    ' ',
  ),
)
const neverRoles = new Set(
  'navigation banner contentinfo search menu menubar toolbar dialog alertdialog tablist'.split(' '),
)
/** What ids and classes call parts of a page: never content; content unless short or full of links; content unless full of links. */
const neverWord =
  /^(?:cookie.*|consent.*|gdpr.*|skip-?(?:link|nav|to-content)|mw-editsection|headerlink|anchor-?link|noprint|navbox|catlinks|breadcrumbs?|sr-only|visually-hidden|screen-reader-text|advert.*|ads?|ad-.*|banner-?ad)$/iu
const framingWord =
  /^(?:nav|navbar|navigation|topnav|sidenav|(?:main|site)-?nav|menu|main-?menu|sidebar|side-?bar|(?:site-?|page-?)?footer|masthead|pagination|pager|newsletter.*|subscribe.*|popup.*|modal.*|toc-?toggle)$/iu
const linkingWord = /^(?:share|sharing|social.*|related.*|recommend.*|promo.*|toolbar|widget|toc|table-of-contents)$/iu
const contentWord =
  /^(?:(?:main-?|page-?|post-?|entry-?|article-?)?(?:content|body|text)|main|post|entry|article|mw-parser-output|markdown-body|prose)$/iu

/** How strictly a page is stripped: `hidden` leaves all that a reader would see. */
export type Strictness = 'boilerplate' | 'hidden'

/** Whether an element is none of what a page is read for: scripts, hidden parts, menus, banners, advertising. */
export function isDropped(element: HtmlElement, strictness: Strictness, insideContent: boolean): boolean {
  const tag = element.tagName
  if (strictness === 'hidden' ? neverSeen.has(tag) : neverContent.has(tag)) return true
  if (isHidden(element)) return true
  if (strictness === 'hidden') return false
  if (neverRoles.has(attribute(element, 'role').toLowerCase())) return true
  if (!insideContent && (tag === 'footer' || tag === 'header') && !holds(element, 'h1')) return true
  if (tag === 'aside' && (!insideContent || linkShare(element) > 0.5)) return true
  if (tag === 'body' || tag === 'main' || tag === 'article' || tag === 'html') return false
  const words = namesOf(element)
  if (words.some((word) => neverWord.test(word))) return true
  const frames = words.some((word) => framingWord.test(word))
  if (!frames && !words.some((word) => linkingWord.test(word))) return false
  return linkShare(element) > 0.4 || (frames && !insideContent && textLength(element) < 400)
}

/** Whether an element says that it holds the page's content. */
export function saysContent(element: HtmlElement): boolean {
  return (
    element.tagName === 'main' ||
    element.tagName === 'article' ||
    (element.tagName === 'div' && namesOf(element).some((word) => contentWord.test(word)))
  )
}

function namesOf(element: HtmlElement): string[] {
  return `${attribute(element, 'class')} ${attribute(element, 'id')}`.split(/\s+/u)
}

const neverSeen = new Set(
  'head script style template noscript svg iframe object embed canvas map meta link input textarea select'.split(' '),
)

/** Hidden text is for nobody to read, and a favourite place for instructions to machines. */
function isHidden(element: HtmlElement): boolean {
  for (const { name, value } of element.attrs) {
    if (name === 'hidden') return value !== 'until-found'
    if (name === 'aria-hidden' && value === 'true') return true
    if (
      name === 'style' &&
      /(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d]))/iu.test(value)
    )
      return true
  }
  return false
}

/**
 * The part of a page that is read for its content: its `main`, or its only `article`, when that holds a good part of the
 * text; else the body.
 */
export function contentRoot(body: HtmlElement): HtmlElement {
  const mains = find(body, (element) => element.tagName === 'main' || attribute(element, 'role') === 'main')
  const articles = find(body, (element) => element.tagName === 'article')
  const whole = textLength(body)
  for (const candidates of [mains, articles]) {
    const [only] = candidates
    if (
      candidates.length === 1 &&
      only &&
      textLength(only) >= Math.min(200, whole * 0.5) &&
      textLength(only) >= whole * 0.1
    )
      return only
  }
  return body
}

/** The outermost elements that a test finds. */
export function find(root: HtmlElement, test: (element: HtmlElement) => boolean): HtmlElement[] {
  const found: HtmlElement[] = []
  const stack: HtmlNode[] = root.childNodes.toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isElement(node)) continue
    if (test(node)) found.push(node)
    else
      for (let index = node.childNodes.length - 1; index >= 0; index--)
        stack.push(...node.childNodes.slice(index, index + 1))
  }
  return found
}

function holds(root: HtmlElement, tag: string): boolean {
  return find(root, (element) => element.tagName === tag).length > 0
}

/** Characters of visible text; of links only, when so asked. */
export function textLength(root: HtmlElement, onlyLinks = false): number {
  let length = 0
  const stack: { node: HtmlNode; inLink: boolean }[] = [{ node: root, inLink: false }]
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, inLink } = top
    if (isElement(node)) {
      if (neverSeen.has(node.tagName)) continue
      for (const child of node.childNodes) stack.push({ node: child, inLink: inLink || node.tagName === 'a' })
    } else if ('value' in node && (inLink || !onlyLinks)) length += node.value.trim().length
  }
  return length
}

function linkShare(element: HtmlElement): number {
  const all = textLength(element)
  return all === 0 ? 1 : textLength(element, true) / all
}
