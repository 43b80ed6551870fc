import { readConfig } from '../../app/config.ts'
import { loadModule } from '../../app/modules.ts'
import { moduleNames } from '../../app/role.ts'
import { auditMigrations } from '../../platform/audit/migrations.ts'
import { parseStorageUrl } from '../../platform/db/dialect.ts'
import { print } from '../output.ts'
import type { AddCommand } from './command.ts'

/** `ai-agent migrate`: brings the system's own tables up to date without starting it. */
export const addMigrate: AddCommand = (program) => {
  program
    .command('migrate')
    .description("bring the system's own tables up to date; starting does it too")
    .option('--config <file>', 'a YAML file of settings')
    .action(async (flags: { config?: string }) => {
      const { openDatabase } = await import('../../platform/db/connect.ts')
      const { storageUrl, dataDir } = readConfig({ CONFIG_FILE: flags.config }).values.platform
      const storage = parseStorageUrl(storageUrl ?? `sqlite:${dataDir}`)
      for (const name of moduleNames) {
        const { migrations } = await loadModule[name]()
        const database = await openDatabase(storage, name, [...migrations, ...auditMigrations])
        await database.close()
        print(`${name}: ${database.migrated.length > 0 ? database.migrated.join(', ') : 'up to date'}`)
      }
    })
}
