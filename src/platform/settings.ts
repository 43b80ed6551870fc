import { z } from 'zod'
import { port, setting, toggle } from './config.ts'
import { duration } from './duration.ts'

const text = () => z.string().min(1)
const urls = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((list) => list.split(',').map((url) => url.trim().replace(/\/+$/, '')))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL, or several with commas' })).min(1))

const placeholders =
  /^(change[-_ ]?me|secret|your[-_ ].*|.*placeholder.*|dev[-_ ]?secret.*|jwt[-_ ]?secret.*|password)$/i

/** A secret that signs: at least 32 bytes, and none of those that stand in examples. */
const signingSecret = () =>
  z
    .string()
    .refine((secret) => !placeholders.test(secret), {
      error: 'is a known placeholder; set a random value of at least 32 bytes',
    })
    .refine((secret) => Buffer.byteLength(secret) >= 32, {
      error: 'must have at least 32 bytes; try: openssl rand -base64 48',
    })

const rateLimits = () =>
  z
    .union([z.string(), z.record(z.string(), z.string()), z.boolean()])
    .default('on')
    .transform((value, context): 'off' | Record<string, string> => {
      if (value === true || value === 'on') return {}
      if (value === false || value === 'off') return 'off'
      try {
        return z.record(z.string(), z.string()).parse(typeof value === 'string' ? JSON.parse(value) : value)
      } catch {
        context.addIssue({ code: 'custom', message: 'must be on, off, or JSON such as {"rag.retrieve": "100/1m"}' })
        return z.NEVER
      }
    })

/** The settings that every role reads, whatever modules it runs. */
export const platformSettings = {
  host: setting('HOST', text().default('127.0.0.1'), 'The address to bind'),
  gatewayPort: setting('GATEWAY_PORT', port().default(5000), "The gateway's port"),
  authPort: setting('AUTH_SERVICE_PORT', port().default(5001), "The auth service's port"),
  agentPort: setting('AGENT_SERVICE_PORT', port().default(5002), "The agent service's port"),
  ragPort: setting('RAG_SERVICE_PORT', port().default(5003), "The rag service's port"),
  authUrls: setting(
    'AUTH_SERVICE_URL',
    urls('http://localhost:5001'),
    'Where auth runs, when elsewhere; several with commas',
  ),
  agentUrls: setting(
    'AGENT_SERVICE_URL',
    urls('http://localhost:5002'),
    'Where agent runs, when elsewhere; several with commas',
  ),
  ragUrls: setting(
    'RAG_SERVICE_URL',
    urls('http://localhost:5003'),
    'Where rag runs, when elsewhere; several with commas',
  ),
  dataDir: setting('DATA_DIR', text().default('data'), 'The folder for everything that is kept on disk'),
  storageUrl: setting(
    'STORAGE_URL',
    text().optional(),
    "The system's own data: sqlite:FOLDER (a file a module) or postgres://… (a schema a module); DATA_DIR unless set",
    { secret: true },
  ),
  redisUrl: setting(
    'REDIS_URL',
    text().optional(),
    'Redis for sessions, limits and locks; in this process unless set',
    { secret: true },
  ),
  redisHost: setting('REDIS_HOST', text().optional(), 'Redis by host instead of by URL'),
  redisPort: setting('REDIS_PORT', port().default(6379), 'The port that goes with REDIS_HOST'),
  redisPassword: setting('REDIS_PASSWORD', text().optional(), 'The password that goes with REDIS_HOST', {
    secret: true,
  }),
  jwtSecret: setting(
    'JWT_SECRET_KEY',
    signingSecret().optional(),
    'Signs tokens and the calls between services; made and kept in DATA_DIR when all modules run in one process',
    { secret: true },
  ),
  dataSecret: setting(
    'DATA_SECRET_KEY',
    signingSecret().optional(),
    'Keys what is kept: audit trails, and signing keys at rest. Set once, so that JWT_SECRET_KEY, which serves without it, may change',
    { secret: true },
  ),
  rateLimits: setting('RATE_LIMITS', rateLimits(), 'on, off, or limits by operation: {"rag.retrieve": "100/1m"}'),
  trustProxy: setting(
    'TRUST_PROXY',
    z.coerce.number().int().min(0).max(10).default(0),
    'How many proxies in front are to be believed about the caller’s address',
  ),
  upstreamTimeout: setting(
    'UPSTREAM_TIMEOUT',
    duration().default(120_000),
    'How long the gateway, and a service that calls another, wait for it',
  ),
  drainTimeout: setting(
    'DRAIN_TIMEOUT',
    duration().default(10_000),
    'How long requests under way may take to end at shutdown',
  ),
  maxBody: setting(
    'MAX_BODY_BYTES',
    z.coerce.number().int().min(1_024).default(1_048_576),
    'The largest JSON body, in bytes',
  ),
  maxUpload: setting(
    'MAX_UPLOAD_BYTES',
    z.coerce.number().int().min(1_024).default(104_857_600),
    'The largest upload, in bytes',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    z.enum(['error', 'warn', 'info', 'debug']).default('info'),
    'The least important line that is written',
  ),
  logFormat: setting(
    'LOG_FORMAT',
    z.enum(['pretty', 'json']).optional(),
    'pretty for people, json for machines; by the terminal unless set',
  ),
  internalHttp: setting(
    'INTERNAL_HTTP',
    toggle().default(false),
    'Calls between modules of one process go over loopback HTTP all the same; for tests',
  ),
} as const
