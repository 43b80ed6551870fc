import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { AppError } from '../../platform/errors.ts'
import { listFiles } from './listing.ts'

describe('files to be ingested', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-agent-files-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const put = async (files: Record<string, string>) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }
  }
  const namesIn = async (...paths: string[]) =>
    (await listFiles(paths.map((path) => join(folder, path)))).files.map(({ filename }) => filename)

  it('leave out hidden files, folders of packages, links and what is no file', async () => {
    await put({
      'a/b c.txt': '',
      'a/new\nline.txt': '',
      'a/.env': '',
      'a/.git/config': '',
      'a/node_modules/p/readme.md': '',
    })
    await symlink('..', join(folder, 'a', 'loop'))
    await symlink('b c.txt', join(folder, 'a', 'link.txt'))
    const socket = createServer().listen(join(folder, 'a', 'socket'))
    await once(socket, 'listening')
    expect(await namesIn('a')).to.deep.equal(['a/b c.txt', 'a/new\nline.txt'])
    socket.close()
  })

  it('leave out what ignore files name, of which the nearest has the last word', async () => {
    await put({
      'a/.gitignore': '!*/\n*.log\n/build/',
      'a/x.log': '',
      'a/X.LOG': '',
      'a/build/b.txt': '',
      'a/c/build/d.txt': '',
      'a/c/.gitignore': '!keep.log',
      'a/c/keep.log': '',
      'a/c/x.log': '',
      'a/.ai-agentignore': 'secret.md',
      'a/c/secret.md': '',
      'a/.hidden/h.txt': '',
    })
    expect(await namesIn('a')).to.deep.equal(['a/X.LOG', 'a/c/build/d.txt', 'a/c/keep.log'])
  })

  it('are told apart from what cannot be read, which is said and still counts as there', async () => {
    await put({ 'a/good.txt': '' })
    await writeFile(Buffer.concat([Buffer.from(join(folder, 'a', 'latin')), Buffer.from([0xe9])]), '')
    const { files, unread, present } = await listFiles([join(folder, 'a')])
    expect(files.map(({ filename }) => filename)).to.deep.equal(['a/good.txt'])
    expect(unread.map(({ filename, error }) => [filename, error])).to.deep.equal([
      ['a/latin\uFFFD', 'Its name is not in UTF-8. Rename the file.'],
    ])
    expect(present.has('a/latin\uFFFD')).to.equal(true)
  })

  it('fail alone when no upload can bear their name', async () => {
    await put({ 'a/\u001B[31mred.txt': '', 'a/bell\u0007/x.txt': '', 'a/good\tone.txt': '' })
    const { files, unread } = await listFiles([join(folder, 'a')])
    expect(files.map(({ filename }) => filename)).to.deep.equal(['a/good\tone.txt'])
    expect(unread.map(({ filename }) => filename)).to.deep.equal(['a/\u001B[31mred.txt', 'a/bell\u0007/x.txt'])
    expect(unread[0]?.error).to.include('Rename')
  })

  it('never take each other’s place: of two that would have one name the second is refused', async () => {
    await put({ 'one/docs/a.md': '', 'two/docs/a.md': '', 'two/docs/b.md': '' })
    const { files, unread } = await listFiles(
      ['one/docs', 'two/docs', 'two/docs/b.md', 'two/docs/b.md'].map((path) => join(folder, path)),
    )
    expect(files.map(({ filename }) => filename)).to.deep.equal(['docs/a.md', 'docs/b.md', 'b.md'])
    expect(unread.map(({ filename }) => filename)).to.deep.equal(['docs/a.md'])
  })

  it('must be there, and be files or folders', async () => {
    for (const path of ['', '/dev/null', join(folder, 'nothing')]) {
      const error: unknown = await listFiles([path]).catch((thrown: unknown) => thrown)
      expect(error instanceof AppError && error.code, path).to.equal('invalid')
    }
  })
})
