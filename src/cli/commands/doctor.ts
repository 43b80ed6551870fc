import { checkDataFolder } from '../../app/data-folder.ts'
import { moduleNames } from '../../app/role.ts'
import { readConfig, type AppConfig } from '../../app/config.ts'
import { AppError } from '../../platform/errors.ts'
import { systemClock } from '../../platform/clock.ts'
import { Exit, exitCode } from '../exit.ts'
import { print, printJson } from '../output.ts'
import { withSession } from '../session/index.ts'
import type { AddCommand } from './command.ts'

/** What one look at a setup found; `warn` is what works but should not stay so. */
interface Finding {
  check: string
  state: 'ok' | 'warn' | 'fail'
  detail: string
}

type Check = { name: string; look: (config: AppConfig) => Promise<Finding[]> | Finding[] }

const finding = (check: string, state: Finding['state'], detail: string): Finding => ({ check, state, detail })

const checkNode: Check = {
  name: 'node',
  look: () => {
    const major = Number(process.versions.node.split('.')[0])
    return [
      major < 22
        ? finding('node', 'warn', `${process.version} works, but gets no security fixes any more; use 22 or 24`)
        : finding('node', 'ok', process.version),
    ]
  },
}

const checkDataDir: Check = {
  name: 'data folder',
  look: ({ values: { platform } }) => {
    checkDataFolder(platform.dataDir)
    return [finding('data folder', 'ok', `${platform.dataDir} can be written`)]
  },
}

const checkRedis: Check = {
  name: 'redis',
  look: async ({ values: { platform } }) => {
    if (platform.redisUrl === undefined && platform.redisHost === undefined)
      return [finding('redis', 'ok', 'not set: state is kept in the process, which is right for one process')]
    const [{ openKeyValue }, { silentLog }] = await Promise.all([
      import('../../platform/kv/index.ts'),
      import('../../platform/log.ts'),
    ])
    const kv = await openKeyValue(platform, { prefix: 'doctor', log: silentLog, clock: systemClock })
    try {
      await kv.ping()
      return [finding('redis', 'ok', 'answers')]
    } finally {
      await kv.close()
    }
  },
}

const checkSecret: Check = {
  name: 'secret',
  look: ({ values: { platform } }) => [
    platform.jwtSecret === undefined
      ? finding(
          'secret',
          'ok',
          'JWT_SECRET_KEY is not set: made and kept in the data folder; roles that run apart need it set',
        )
      : finding('secret', 'ok', 'JWT_SECRET_KEY is set'),
  ],
}

/** Asks an OpenAI-compatible endpoint for its models: the cheapest call that needs the right address and key. */
const askEndpoint = async (
  check: string,
  base: string,
  key: string | undefined,
  model: string | undefined,
): Promise<Finding> => {
  const response = await fetch(`${base.replace(/\/+$/, '')}/models`, {
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined)
  if (response === undefined)
    return finding(check, 'fail', `${new URL(base).origin} cannot be reached; check the base URL and that it runs`)
  if (response.status === 401 || response.status === 403)
    return finding(check, 'fail', `the endpoint refuses the key (${response.status})`)
  if (!response.ok)
    return finding(
      check,
      'warn',
      `the endpoint answers ${response.status} to GET /models; check the base URL ends in /v1`,
    )
  const text = await response.text()
  if (model !== undefined && !text.includes(model))
    return finding(check, 'warn', `the endpoint answers, but does not list the model ${model}`)
  return finding(check, 'ok', `the endpoint answers${model === undefined ? '' : `, and lists ${model}`}`)
}

const openAi = 'https://api.openai.com/v1'

const checkModels: Check = {
  name: 'models',
  look: async ({ values: { agent, rag } }) => {
    const found: Finding[] = []
    if (agent.openaiApiKey === undefined && agent.openaiBaseUrl === undefined)
      found.push(finding('model', 'ok', 'none is set: the embedded engine answers'))
    else found.push(await askEndpoint('model', agent.openaiBaseUrl ?? openAi, agent.openaiApiKey, agent.llmModel))
    if (rag.embeddingModel === undefined)
      found.push(finding('embeddings', 'ok', 'none are set: documents are found by their words'))
    else {
      const base = rag.embeddingBaseUrl ?? agent.openaiBaseUrl ?? openAi
      found.push(await askEndpoint('embeddings', base, rag.embeddingApiKey ?? agent.openaiApiKey, rag.embeddingModel))
    }
    return found
  },
}

const checkModules = (config: string | undefined): Check => ({
  name: 'start',
  look: () =>
    withSession({ config }, moduleNames, async ({ clients, call }) => {
      const { databases } = await clients.agent.databases({}, call())
      const { documents, chunks, pending } = await clients.rag.status({}, call())
      const findings = databases.map(({ name, dialect, tables, status }) =>
        status === 'available'
          ? finding(`database ${name}`, tables > 0 ? 'ok' : 'warn', `${dialect}, ${tables} tables`)
          : finding(`database ${name}`, 'fail', `${dialect}: cannot be reached; check its URL and that it runs`),
      )
      const { items } = await clients.agent.examine({}, call())
      for (const { name, reachable, problems } of items)
        for (const problem of problems) findings.push(finding(`database ${name}`, reachable ? 'warn' : 'fail', problem))
      return [
        finding('start', 'ok', 'all modules start, their storage answers'),
        ...findings,
        finding(
          'documents',
          'ok',
          `${documents} documents, ${chunks} passages${pending > 0 ? `; ${pending} are still entering the full text search, and are found more slowly until they have` : ''}`,
        ),
      ]
    }),
})

const marks = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' } as const

/** `ai-agent doctor`: what is wrong with a setup, and what to do about it. */
export const addDoctor: AddCommand = (program) => {
  program
    .command('doctor')
    .description('say what is wrong with this setup')
    .option('--config <file>', 'a YAML file of settings')
    .option('--json', 'as JSON')
    .action(async (flags: { config?: string; json?: boolean }) => {
      const config = readConfig({ CONFIG_FILE: flags.config })
      const findings: Finding[] = []
      for (const { name, look } of [
        checkNode,
        checkDataDir,
        checkSecret,
        checkRedis,
        checkModels,
        checkModules(flags.config),
      ]) {
        try {
          findings.push(...(await look(config)))
        } catch (error) {
          const reason = error instanceof AppError || error instanceof Error ? error.message : String(error)
          findings.push(finding(name, 'fail', reason))
        }
      }
      if (flags.json) printJson(findings)
      else for (const { check, state, detail } of findings) print(`${marks[state]}  ${check}: ${detail}`)
      if (findings.some(({ state }) => state === 'fail')) throw new Exit(exitCode.negative)
    })
}
