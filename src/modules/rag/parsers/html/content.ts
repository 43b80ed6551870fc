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
  'head script style template noscript svg annotation annotation-xml iframe object embed canvas audio video source track map area button select option datalist dialog input textarea nav menu frame frameset applet meta link base'.split(
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
const linkingWord =
  /^(?:share|share-.*|sharing|social.*|related.*|recommend.*|promo.*|toolbar|widget|toc|table-of-contents)$/iu
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
  'head script style template noscript svg annotation annotation-xml iframe object embed canvas map meta link input textarea select'.split(
    ' ',
  ),
)

/** Hidden text is for nobody to read, and a favourite place for instructions to machines. */
function isHidden(element: HtmlElement): boolean {
  for (const { name, value } of element.attrs) {
    if (name === 'hidden') return value !== 'until-found'
    if (name === 'aria-hidden' && value === 'true') return true
    if (
      name === 'style' &&
      /(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{3,})/iu.test(
        value,
      )
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
    else stackChildren(node, stack)
  }
  return found
}

function holds(root: HtmlElement, tag: string): boolean {
  return find(root, (element) => element.tagName === tag).length > 0
}

/** Characters of visible text. */
export function textLength(root: HtmlElement): number {
  return measured(root).all
}

interface Extent {
  all: number
  /** Of `all`, what stands in links. */
  inLinks: number
}

const extents = new WeakMap<HtmlElement, Extent>()

/** Measures an element and all in it once, the innermost first. */
function measured(root: HtmlElement): Extent {
  const known = extents.get(root)
  if (known) return known
  const stack: { element: HtmlElement; next: number; extent: Extent }[] = []
  const enter = (element: HtmlElement): void => void stack.push({ element, next: 0, extent: { all: 0, inLinks: 0 } })
  let done: Extent = { all: 0, inLinks: 0 }
  enter(root)
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const { element, extent } = top
    const child = neverSeen.has(element.tagName) ? undefined : element.childNodes[top.next++]
    if (!child) {
      if (element.tagName === 'a') extent.inLinks = extent.all
      extents.set(element, extent)
      stack.pop()
      done = extent
      const outer = stack.at(-1)?.extent
      if (outer) {
        outer.all += extent.all
        outer.inLinks += extent.inLinks
      }
    } else if (isElement(child)) enter(child)
    else if ('value' in child) extent.all += child.value.trim().length
  }
  return done
}

function linkShare(element: HtmlElement): number {
  const { all, inLinks } = measured(element)
  return all === 0 ? 1 : inLinks / all
}

/** The text under an element that lies too deep for its structure to matter, without what nobody sees. */
export function deepText(root: HtmlElement): string {
  let text = ''
  const stack: HtmlNode[] = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isElement(node)) {
      if (node.nodeName === '#text' && 'value' in node) text += node.value.replace(/\s+/gu, ' ')
    } else if (!isDropped(node, 'hidden', true)) {
      if (!/^(?:a|abbr|b|code|em|font|i|small|span|strong|sub|sup|u)$/u.test(node.tagName)) text += '\n\n'
      stackChildren(node, stack)
    }
  }
  return text
}

/** Puts the children of an element on a stack, the first on top. */
function stackChildren(element: HtmlElement, stack: HtmlNode[]): void {
  for (let index = element.childNodes.length - 1; index >= 0; index--) {
    const child = element.childNodes[index]
    if (child) stack.push(child)
  }
}
