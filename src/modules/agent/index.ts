import { defineModule } from '../../contract/module.ts'
import { agentSettings } from './config.ts'
import { agentContract } from './contract.ts'
import { agentMigrations } from './migrations/index.ts'
import { modelsOf } from './models.ts'
import { readPolicyFile } from './read-policy-file.ts'
import { readSemantics } from './read-semantics.ts'
import { createAgent } from './service.ts'
import { createGate } from './sql/gate.ts'
import { createStoredPolicies } from './stored-policies.ts'
import { createAgentTables } from './tables.ts'
import { createLlmEngine, createSemanticEngine, createTextToSql } from './text-to-sql/index.ts'
import { beginWarmUp } from './warm-up.ts'
import { warnOfPolicies } from './warn-of-policies.ts'

/** Questions in plain words about databases, answered under the asker's permissions. */
export default defineModule({
  contract: agentContract,
  settings: agentSettings,
  migrations: agentMigrations,
  needs: {},
  create: async ({ config, databases, db, audit, log, clock, version }) => {
    const { sqlMaxRows: maxRows, sqlTimeout: timeoutMs, privateMode, confidenceThreshold: threshold } = config
    const now = () => clock.now()
    const tables = createAgentTables(db)
    const policies = createStoredPolicies(tables, await readPolicyFile(config.policyFile), now)
    const gate = createGate({
      databases: Object.entries(databases).map(([name, url]) => ({ name, url })),
      policies: () => policies.current(),
      limits: { maxRows, timeoutMs },
      now,
    })
    const semantics = await readSemantics(config.semanticsDir, Object.keys(databases))
    const embedded = createSemanticEngine({ now, semantics })
    const models = await modelsOf(config)
    const llm = models.sql && createLlmEngine({ model: models.sql, embedded, privateMode, now })
    const warmUp = beginWarmUp(gate, embedded, log)
    const warned = warnOfPolicies(gate, log).catch((error: unknown) => {
      log.warn('the policies could not be looked at', { error })
    })
    const service = createAgent({
      gate,
      textToSql: createTextToSql({ embedded, ...(llm ? { llm } : {}), threshold }),
      threshold,
      ...(models.response ? { responseModel: models.response } : {}),
      tables,
      policies,
      audit,
      clock,
      version,
      maxRows,
      prices: { input: config.llmInputPrice, output: config.llmOutputPrice },
      llm: { configured: llm !== undefined, model: models.sql?.name ?? null },
      progress: warmUp.progress,
    })
    return {
      service,
      close: async () => {
        warmUp.stop()
        await gate.close()
        await Promise.all([warmUp.done, warned])
      },
    }
  },
})
