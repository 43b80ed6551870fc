import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import type { TestSystem } from '../support/system.ts'
import { topologies } from '../support/topologies.ts'

describe('pages of the gateway', function () {
  this.timeout(120_000)
  let system: TestSystem
  let browser: Browser
  let page: Page
  const complaints: string[] = []
  before(async () => {
    const onePort = topologies.find(({ name }) => name === 'one port')
    if (!onePort) throw new Error('no such topology')
    system = await onePort.open()
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
  })
  after(async () => {
    await browser?.close()
    await system?.stop()
  })

  it('says what runs, and leads to the reference', async () => {
    await page.goto(`${system.url}/`)
    expect(await page.title()).to.include('ai-agent')
    for (const name of ['auth', 'agent', 'rag'])
      expect(await page.getByText(name, { exact: true }).count(), name).to.be.greaterThan(0)
    await page.locator('a[href="/docs"]').first().click()
    await page.waitForURL('**/docs')
    expect(await page.getByText('/agent/query').count()).to.be.greaterThan(0)
  })

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['/', '/docs']) {
      await page.goto(system.url + path)
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
      expect(overflow, path).to.be.at.most(0)
    }
  })

  it('breaks none of its own content policy', () => {
    expect(complaints).to.deep.equal([])
  })
})
