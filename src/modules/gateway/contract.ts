import { z } from 'zod'
import { auditOperations } from '../../contract/audit.ts'
import { contract, operation } from '../../contract/operation.ts'

const serviceState = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  url: z.string().describe('Where it runs; a path of the gateway when it is in the same process'),
  latency_ms: z.number().nullable().describe('Null when it did not answer'),
})

const services = z.object({ auth: serviceState, agent: serviceState, rag: serviceState })

const serviceName = z.enum(['auth', 'agent', 'rag', 'gateway'])

const record = auditOperations.listAudit.output.shape.items.element.extend({ service: serviceName })

const unreachable = z
  .array(serviceName)
  .describe('The services that did not answer: what they have on record is missing here')

/** What the gateway offers of its own, besides handing on to the other three. */
export const gatewayContract = contract('gateway', {
  health: operation({
    route: 'GET /health',
    access: 'public',
    summary: 'How the gateway and the services behind it are',
    input: z.object({}),
    output: z.object({
      status: z.enum(['healthy', 'degraded']),
      service: z.literal('gateway'),
      timestamp: z.string(),
      version: z.string(),
      services,
    }),
    limit: '60/1m',
  }),
  services: operation({
    route: 'GET /api/services',
    access: 'user',
    summary: 'The services, where they run, and what they offer',
    input: z.object({}),
    output: z.object({
      services: z.array(
        serviceState.extend({
          name: serviceName,
          prefix: z.string().describe('Its paths at the gateway'),
          operations: z.array(
            z.object({ name: z.string(), route: z.string(), access: z.string(), summary: z.string() }),
          ),
        }),
      ),
      timestamp: z.string(),
    }),
  }),
  config: operation({
    route: 'GET /api/config',
    access: 'read:system',
    summary: "The gateway process's settings with their origins; secrets are left out",
    input: z.object({}),
    output: z.object({
      settings: z.array(
        z.object({
          section: z.string(),
          variable: z.string(),
          value: z.json(),
          origin: z.enum(['flag', 'environment', 'file', 'default']),
          description: z.string(),
          secret: z.boolean(),
        }),
      ),
      databases: z.array(z.string()).describe('The names of the databases that questions are about'),
    }),
  }),
  mergedAudit: operation({
    route: 'GET /api/audit',
    access: 'read:system',
    summary: 'The trails of all four services in one view, newest first',
    input: auditOperations.listAudit.input.extend({ cursor: z.string().max(300).optional() }),
    output: z.object({ items: z.array(record), next_cursor: z.string().nullable(), unreachable }),
  }),
  mergedAuditVerify: operation({
    route: 'GET /api/audit/verify',
    access: 'read:system',
    summary: 'Prove that the trails of all four services are whole',
    input: z.object({}),
    output: z.object({
      valid: z.boolean().describe('True only when every service answered and found its trail whole'),
      records: z.int(),
      services: z.partialRecord(serviceName, auditOperations.verifyAudit.output),
      unreachable,
    }),
  }),
  ...auditOperations,
})
