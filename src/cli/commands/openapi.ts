import { contracts } from '../../app/clients.ts'
import { moduleNames } from '../../app/role.ts'
import { version } from '../../app/version.ts'
import { openapi } from '../../contract/openapi.ts'
import { printJson } from '../output.ts'
import type { AddCommand } from './command.ts'

/** The OpenAPI document of the whole system, as the gateway serves it. */
export const wholeOpenapi = (): unknown =>
  openapi(
    moduleNames.map((name) => ({ contract: contracts[name], prefix: name === 'gateway' ? '' : `/${name}` })),
    { title: 'ai-agent', version },
  )

/** `ai-agent openapi`: the API's description, for tools. */
export const addOpenapi: AddCommand = (program) => {
  program
    .command('openapi')
    .description('print the OpenAPI 3.1 document of the whole API')
    .action(() => printJson(wholeOpenapi()))
}
