import { expect } from 'chai'
import { parseFile } from '../index.ts'

async function textOf(html: string): Promise<string> {
  const { documents } = await parseFile({ bytes: Buffer.from(`<!doctype html><body>${html}`), filename: 'a.html' })
  return documents[0]?.text ?? ''
}

describe('html blocks', () => {
  it('keeps cells under their columns when others reach over rows and columns', async () => {
    const table =
      '<table><tr><th>Region</th><th>City</th><th>Cups</th></tr><tr><td rowspan=2>North</td><td>Oslo</td><td>3</td></tr>' +
      '<tr><td>Bergen</td><td>5</td></tr><tr><td colspan=2>Sum</td><td>8</td></tr></table>'
    expect(await textOf(table)).to.equal('Region\tCity\tCups\nNorth\tOslo\t3\n\tBergen\t5\nSum\t\t8')
  })

  it('numbers lists as they are shown', async () => {
    expect(await textOf('<ol start=4><li>d<li value=9>i<ol><li>one</ol><li>j</ol>')).to.equal(
      '4. d\n9. i\n   1. one\n10. j',
    )
  })

  it('keeps code beside its line numbers on lines, and formulas in their sentence', async () => {
    const code = '<table><tr><td><pre>1\n2</pre></td><td><pre>a = 1\nb = 2</pre></td></tr></table>'
    expect(await textOf(code)).to.equal('1\n2\n\na = 1\nb = 2')
    const formula = '<math><mi>E</mi><mo>=</mo><mi>m</mi><annotation>\\latex</annotation></math>'
    expect(await textOf(`<p>Energy is ${formula} here</p>`)).to.equal('Energy is E=m here')
  })

  it('reads what stands in for frames, and says why a page has no text of its own', async () => {
    const page = (inside: string): Promise<string> =>
      parseFile({ bytes: Buffer.from(`<html>${inside}</html>`), filename: 'a.html' }).then(
        ({ documents }) => documents[0]?.text ?? '',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      )
    const frames = '<frameset cols="20%,80%"><frame src="a.html">'
    expect(await page(`${frames}<noframes><body><p>In words</p></body></noframes></frameset>`)).to.equal('In words')
    for (const inside of [`${frames}</frameset>`, '<body><div id="root"></div><script src="app.js"></script></body>'])
      expect(await page(inside)).to.include('scripts or frames')
  })
})
