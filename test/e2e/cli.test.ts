import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'
import { commandLineIn } from '../support/command-line.ts'
import { temporaryFolder } from '../support/folder.ts'
import { enter, password } from '../support/people.ts'
import { topologies } from '../support/topologies.ts'

describe('command line', function () {
  this.timeout(120_000)
  let folder: { path: string; remove: () => Promise<void> }
  before(async () => {
    folder = await temporaryFolder()
  })
  after(() => folder.remove())

  const run: ReturnType<typeof commandLineIn>['run'] = (...words) => commandLineIn(folder.path).run(...words)

  it('answers a question about the demo company with a table and a sentence', async () => {
    const { code, output, complaints } = await run(['query', 'How many customers are there in each region?'])
    expect(complaints).to.equal('')
    expect(code).to.equal(0)
    expect(output).to.include('Nordics')
    expect(output.trim().split('\n').at(-1)).to.match(/\d/)
  })

  it('says why there are no rows, and that a password or a number is missing', async () => {
    const unread = await run(['query', 'frobnicate the zork', '--csv'])
    expect(unread.code).to.equal(1)
    expect(unread.output).to.equal('')
    expect(unread.complaints).to.include('could not read this')
    const nobody = await run(['users', 'create', 'zoe'])
    expect(nobody.code).to.equal(2)
    expect(nobody.complaints).to.include('no password was given')
    const uncounted = await run(['query', 'How many orders are there?', '--max-rows', 'many'])
    expect(uncounted.code).to.equal(2)
    expect(uncounted.complaints).to.include('It must be a whole number')
  })

  it('prints the SQL alone, CSV, or the whole answer as JSON', async () => {
    const question = 'How many customers are there in each region?'
    expect((await run(['query', question, '--sql'])).output).to.match(/^SELECT /i)
    const lines = (await run(['query', question, '--csv'])).output.trim().split(/\r?\n/)
    expect(lines).to.have.length(7)
    const answer = z
      .object({ outcome: z.string(), rows: z.array(z.unknown()) })
      .parse(JSON.parse((await run(['query', question, '--json'])).output))
    expect(answer.outcome).to.equal('answered')
    expect(answer.rows).to.have.length(6)
  })

  it('finds an answer in the demo documents, with its citation', async () => {
    const { code, output } = await run(['search', 'How many days do I have to return something?'])
    expect(code).to.equal(0)
    expect(output).to.match(/30 days/)
    expect(output).to.match(/\[1\]/)
  })

  it('ingests a folder, leaves out what is ignored, and finds nothing new the second time', async () => {
    const notes = join(folder.path, 'notes')
    await mkdir(join(notes, 'drafts'), { recursive: true })
    await writeFile(join(notes, 'ferry.md'), '# Ferry\n\nThe ferry to Tiree leaves Oban at seven.')
    await writeFile(join(notes, 'drafts', 'secret.md'), 'The draft names the narwhal.')
    await writeFile(join(notes, '.gitignore'), 'drafts/\n')
    expect((await run(['ingest', 'notes'])).output).to.equal('1 indexed.\n')
    expect((await run(['ingest', 'notes'])).output).to.equal('1 unchanged.\n')
    expect((await run(['search', 'When does the ferry to Tiree leave?'])).output).to.include('seven')
    expect((await run(['search', 'narwhal', '--passages'])).output).not.to.include('narwhal')
  })

  it('removes with --prune what is gone from a folder', async () => {
    const pruned = join(folder.path, 'pruned')
    await mkdir(pruned)
    await writeFile(join(pruned, 'stays.txt'), 'Lapwings stay.')
    await writeFile(join(pruned, 'goes.txt'), 'Swallows go.')
    await run(['ingest', 'pruned'])
    await import('node:fs/promises').then(({ rm }) => rm(join(pruned, 'goes.txt')))
    expect((await run(['ingest', 'pruned', '--prune'])).output).to.include('removed    pruned/goes.txt')
  })

  it('checks, sets, shows and takes back the policy of a database', async () => {
    const write = async (name: string, text: string) => writeFile(join(folder.path, name), text)
    await write('wrong.yaml', 'roles: { user: { tables: { custmers: hidden } } }')
    await write('right.yaml', 'databases: { default: { roles: { user: { tables: { customers: hidden } } } } }')
    const wrong = await run(['policies', 'check', 'wrong.yaml'])
    expect(wrong.code).to.equal(1)
    expect(wrong.output).to.include('Did you mean customers?')
    expect((await run(['policies', 'set', 'wrong.yaml'])).code).to.equal(2)
    expect((await run(['policies', 'set', 'right.yaml'])).output).to.include('in force, at version 1')
    expect((await run(['policies', 'show'])).output).to.include('customers: hidden')
    expect((await run(['policies', 'unset'])).output).to.include('No policy limits anybody')
    expect((await run(['policies', 'check', 'none.yaml'])).code).to.equal(2)
  })

  it('exits with 1 for a negative answer and 2 for wrong usage, and says why', async () => {
    const nonsense = await run(['query', 'xyzzy plugh qwertz'])
    expect(nonsense.code).to.equal(1)
    expect(nonsense.complaints).not.to.equal('')
    expect((await run(['query'])).code).to.equal(2)
    expect((await run(['nonsense'])).code).to.equal(2)
    expect((await run(['ingest', 'not-there'])).code).to.equal(2)
    const forNobody = await run(['ingest', '.', '--role', 'editor'])
    expect(forNobody.code).to.equal(2)
    expect(forNobody.complaints).to.include('The roles are admin, user')
    const misset = await run(['query', 'How many?'], { environment: { SQL_TIMEOUT: 'soon' } })
    expect(misset.code).to.equal(2)
    expect(misset.complaints.trim().split('\n')).to.have.length(1)
    expect(misset.complaints).to.include('SQL_TIMEOUT')
  })

  it('ends when the documents of the demo cannot be taken in', async () => {
    const fresh = await temporaryFolder()
    try {
      await mkdir(join(fresh.path, 'data', 'demo'), { recursive: true })
      await symlink('/nowhere/at/all', join(fresh.path, 'data', 'demo', 'documents-ingested'))
      const { code, complaints } = await commandLineIn(fresh.path).run(['search', 'leave'])
      expect(code).to.equal(1)
      expect(complaints).to.include('ai-agent: ENOENT')
    } finally {
      await fresh.remove()
    }
  })

  it('says what to do where the data folder cannot be written', async () => {
    await writeFile(join(folder.path, 'file'), '')
    const environment = { DATA_DIR: join(folder.path, 'file', 'data') }
    for (const words of [
      ['ingest', '.'],
      ['query', 'How many?'],
      ['serve', '--port', '0'],
    ]) {
      const { code, complaints } = await run(words, { environment })
      expect(code).to.equal(1)
      expect(complaints.trim().split('\n')).to.have.length(1)
      expect(complaints).to.include('set DATA_DIR to another folder')
    }
  })

  it('goes on when nothing can be written to standard error, as when the disk of a log is full', async () => {
    const full = await open('/dev/full', 'w')
    try {
      const program = fileURLToPath(new URL('../../bin/ai-agent', import.meta.url))
      const child = spawn(process.execPath, [program, 'ingest', 'not-there'], {
        cwd: folder.path,
        env: { PATH: process.env['PATH'] ?? '', DATA_DIR: join(folder.path, 'data') },
        stdio: ['ignore', 'ignore', full.fd],
      })
      const [code] = await once(child, 'exit')
      expect(code, 'its own code, not that of a crash').to.equal(2)
    } finally {
      await full.close()
    }
  })

  it('makes an account, and proves that the trail is whole', async () => {
    const made = await run(['users', 'create', 'carla', '--role', 'user'], { input: 'a long password\n' })
    expect(made.output).to.equal('Made carla (user).\n')
    expect((await run(['users', 'list'])).output).to.include('carla')
    const trail = await run(['audit', 'verify'])
    expect(trail.code).to.equal(0)
    expect(trail.output).to.include('auth: whole')
  })

  it('runs a past answer again and compares', async () => {
    const { id } = z
      .object({ id: z.string() })
      .parse(JSON.parse((await run(['query', 'How many suppliers are there?', '--json'])).output))
    expect((await run(['verify', id])).code).to.equal(0)
  })

  it('exports a trail that proves itself without the database', async () => {
    const { output } = await run(['audit', 'export', '--service', 'auth'])
    const file = join(folder.path, 'trail.jsonl')
    await writeFile(file, output)
    expect((await run(['audit', 'verify', '--file', file])).code).to.equal(0)
    await writeFile(file, output.replace('carla', 'carlo'))
    const edited = await run(['audit', 'verify', '--file', file])
    expect(edited.code).to.equal(1)
    expect(edited.output).to.include('BROKEN')
  })

  it('finds nothing wrong with a setup that works, and says what is wrong with one that does not', async () => {
    expect((await run(['doctor'])).code).to.equal(0)
    const broken = await run(['doctor'], { environment: { REDIS_URL: 'redis://127.0.0.1:1' } })
    expect(broken.code).to.equal(1)
    expect(broken.output).to.match(/FAIL {2}redis/)
  })

  it('shows the settings without the secrets', async () => {
    const secret = 'a-secret-that-nobody-may-see-in-any-output'
    const { output } = await run(['config'], { environment: { JWT_SECRET_KEY: secret } })
    expect(output).to.include('JWT_SECRET_KEY')
    expect(output).not.to.include(secret)
  })

  it('signs in to a gateway elsewhere, and stays signed in when its token runs out', async () => {
    const onePort = topologies.find(({ name }) => name === 'one port')
    if (!onePort) throw new Error('no such topology')
    const system = await onePort.open({ ACCESS_TOKEN_TTL: '10s' })
    try {
      await enter(system, 'ada')
      const there = ['--url', system.url ?? '']
      expect((await run(['users', 'list', ...there])).code).to.equal(1)
      const signedIn = await run(['login', 'ada', ...there], { input: `${password}\n` })
      expect(signedIn.output).to.equal('Signed in as ada (admin).\n')
      // Within its last half minute a token is renewed, so each of these uses up a refresh token.
      for (const attempt of [1, 2])
        expect((await run(['users', 'list', ...there])).output, String(attempt)).to.include('ada')
      expect((await run(['logout', ...there])).output).to.equal('Signed out.\n')
      expect((await run(['users', 'list', ...there])).code).to.equal(1)
    } finally {
      await system.stop()
    }
  })
})
