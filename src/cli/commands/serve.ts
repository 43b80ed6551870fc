import { readConfig } from '../../app/config.ts'
import { parseRole } from '../../app/role.ts'
import { onSignal } from '../../platform/lifecycle.ts'
import { say } from '../output.ts'
import type { AddCommand } from './command.ts'

/** `ai-agent serve`: runs modules until it is told to stop. */
export const addServe: AddCommand = (program) => {
  program
    .command('serve')
    .description('run modules: all of them on one port, or some, each on its own')
    .option('--role <role>', 'all, auth, agent, rag, gateway, or several with commas', 'all')
    .option('--host <address>', 'the address to bind')
    .option('--port <port>', "the gateway's port")
    .option('--config <file>', 'a YAML file of settings')
    .action(async (flags: { role: string; host?: string; port?: string; config?: string }) => {
      const modules = parseRole(flags.role)
      const config = readConfig({ CONFIG_FILE: flags.config, HOST: flags.host, GATEWAY_PORT: flags.port })
      const { start } = await import('../../app/start.ts')
      const system = await start({ modules, config, serve: true })
      onSignal((signal) => {
        system.log.info('stopping', { signal })
        void system.stop().then(() => process.exit(0))
      })
      for (const [name, url] of Object.entries(system.urls)) system.log.info('listening', { service: name, url })
      const { ingestDemoDocuments, welcome } = await import('../../app/demo.ts')
      await ingestDemoDocuments(system)
      const text = welcome(system)
      if (text !== undefined) say(text)
    })
}
