import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { validate } from 'dockerfile-utils'
import { parse } from 'yaml'
import { z } from 'zod'
import { allSettings } from '../../src/app/modules.ts'
import { moduleNames, parseRole } from '../../src/app/role.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const variables = new Set(
  Object.values(allSettings).flatMap((settings) => Object.values(settings).map((one) => one.variable)),
)

const compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      healthcheck: z.unknown().optional(),
      read_only: z.boolean().optional(),
      cap_drop: z.array(z.string()).optional(),
      volumes: z.array(z.string()).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
})

describe('image', () => {
  it('has a Dockerfile without faults', () => {
    const faults = validate(read('Dockerfile')).map(
      ({ message, range }) => `${range.start.line + 1}: ${JSON.stringify(message)}`,
    )
    expect(faults).to.deep.equal([])
  })

  it('runs as nobody in particular, under an init, with a health check, and copies no secrets', () => {
    const last =
      read('Dockerfile')
        .split(/^FROM /m)
        .at(-1) ?? ''
    expect(last).to.match(/^USER node$/m)
    expect(last).to.match(/^ENTRYPOINT \["\/usr\/bin\/tini"/m)
    expect(last).to.match(/^HEALTHCHECK /m)
    expect(read('.dockerignore').split('\n')).to.include.members(['.env', 'data', '.git', 'node_modules'])
  })

  it('copies only what is there', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) =>
      (sources ?? '').split(' '),
    )
    for (const path of copied)
      expect(() => readFileSync(new URL(`../../${path}`, import.meta.url)), path).not.to.throw(/ENOENT/)
  })
})

describe('compose file', () => {
  const { services, volumes } = compose.parse(parse(read('compose.yaml'), { merge: true }))
  const ours = Object.entries(services).filter(([name]) => moduleNames.some((module) => module === name))

  it('runs each role once, with Redis and PostgreSQL that are asked whether they are well', () => {
    expect(Object.keys(services)).to.have.members([...moduleNames, 'redis', 'postgres'])
    for (const [name, { command }] of ours)
      expect(parseRole(command?.[1]?.replace('--role=', '') ?? ''), name).to.deep.equal([name])
    for (const name of ['redis', 'postgres']) expect(services[name], name).to.have.property('healthcheck')
  })

  it('sets only what is a setting', () => {
    for (const [name, { environment = {} }] of ours)
      for (const variable of Object.keys(environment))
        expect(variables.has(variable) || variable === 'DATABASE_URL', `${name}: ${variable}`).to.equal(true)
  })

  it('gives our services no more rights than they need', () => {
    for (const [name, service] of ours) expect(service, name).to.deep.include({ read_only: true, cap_drop: ['ALL'] })
  })

  it('declares each volume that it uses', () => {
    const used = Object.values(services).flatMap(({ volumes: mounts = [] }) =>
      mounts.map((mount) => mount.split(':')[0] ?? ''),
    )
    expect(Object.keys(volumes)).to.have.members(used)
  })
})
