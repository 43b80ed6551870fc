import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { silentLog } from '../log.ts'
import { createMetrics } from '../prometheus.ts'
import { createHttpApp } from './app.ts'
import { listen, type HttpServer } from './server.ts'
import { readMultipart } from './upload.ts'

const limit = 1_000

describe('upload', () => {
  let server: HttpServer
  before(async () => {
    const app = createHttpApp({
      service: 'test',
      log: silentLog,
      metrics: createMetrics({ withProcess: false }),
      trustProxy: 0,
      middleware: [
        async (ctx) => {
          const { files, discard } = await readMultipart(ctx, limit, ctx.get('x-parent') || undefined)
          const got = files.map(async ({ filename, path }) => [filename, await readFile(path, 'utf8')])
          ctx.body = JSON.stringify(await Promise.all(got))
          await discard()
        },
      ],
    })
    const handler = app.callback()
    server = await listen((request, response) => void handler(request, response), { host: '127.0.0.1', port: 0 })
  })
  after(() => server.close(0))

  const send = async (files: Record<string, string>, parent = '') => {
    const form = new FormData()
    for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name)
    const response = await fetch(server.url, { method: 'POST', body: form, headers: { 'x-parent': parent } })
    const body: unknown = await response.json()
    return { status: response.status, body }
  }

  it('keeps the folders and every character of a name, so that two files of one name are two', async () => {
    const files = { 'a/readme.md': 'one', 'b/readme.md': 'two', 'new\nline "ä".txt': 'three' }
    expect(await send(files)).to.deep.equal({ status: 200, body: Object.entries(files) })
  })

  it('leads no name out of its folder', async () => {
    const { body } = await send({
      '../../etc/passwd': 'x',
      '/abs/./file.txt': 'y',
      'C:\\fakepath\\z.txt': 'z',
      '..': 'u',
    })
    expect(body).to.deep.equal([
      ['etc/passwd', 'x'],
      ['abs/file.txt', 'y'],
      ['z.txt', 'z'],
      ['unnamed', 'u'],
    ])
  })

  it('is refused with an answer that arrives when there is nowhere to keep it', async () => {
    const nowhere = join(tmpdir(), 'ai-agent-no-such-folder')
    expect((await send({ 'a.txt': 'x'.repeat(3_000_000) }, nowhere)).status).to.equal(503)
    expect((await send({ 'a.txt': 'x' })).status).to.equal(200)
  })

  it('is refused, and harms nobody else, when it is malformed at any place or cut off', async () => {
    const part = (name: string, content: string) =>
      `--X\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n${content}\r\n`
    const whole = `${part('a.txt', 'one')}${part('b.txt', 'two')}--X--\r\n`
    const bodies = [
      ...Array.from({ length: whole.length - 2 }, (_, length) => whole.slice(0, length)).filter((_, i) => i % 9 === 0),
      part('a.txt', 'x'.repeat(900)) + part('\u001B.txt', 'y'.repeat(9_000_000)) + whole,
      part('\u001B.txt', 'y'.repeat(9_000_000)) + whole,
      `--X\r\nno header\r\n\r\n${whole}`,
    ]
    const headers = { 'content-type': 'multipart/form-data; boundary=X' }
    for (const body of bodies) {
      const response = await fetch(server.url, { method: 'POST', body, headers })
      expect(response.status, body.slice(0, 200)).to.equal(400)
      expect(await response.text()).to.include('malformed or was cut off')
    }
    const left = request(server.url, { method: 'POST', headers: { ...headers, 'content-length': 1_000_000 } })
    const gone = new Promise((resolve) => left.once('close', resolve))
    left.on('error', () => undefined)
    left.write(part('a.txt', 'x'.repeat(500)), () => left.destroy())
    await gone
    const good = await fetch(server.url, { method: 'POST', body: whole, headers })
    expect(await good.json()).to.deep.equal([
      ['a.txt', 'one'],
      ['b.txt', 'two'],
    ])
  })

  it('is refused when a file, or all files together, are too large', async () => {
    const one = await send({ 'a.txt': 'x'.repeat(limit + 1) })
    expect(one.status).to.equal(413)
    expect(JSON.stringify(one.body)).to.include('The file a.txt is larger than 1000 bytes')
    const both = await send({ 'a.txt': 'x'.repeat(600), 'b.txt': 'y'.repeat(600) })
    expect(both.status).to.equal(413)
    expect(JSON.stringify(both.body)).to.include('together')
    expect((await send({ 'a.txt': 'x'.repeat(limit) })).status).to.equal(200)
  })
})
