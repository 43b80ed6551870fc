import type { Clients } from '../../app/clients.ts'
import type { ModuleName } from '../../app/role.ts'
import type { Call } from '../../contract/operation.ts'

/** The flags that every command has which speaks to the system. */
export interface SessionOptions {
  /** A gateway elsewhere; without it the modules run in this process. */
  url?: string | undefined
  token?: string | undefined
  config?: string | undefined
}

/** The system as a command sees it: the clients of the modules that it uses, here or over HTTP, and a way to make calls. */
export interface Session<Name extends ModuleName = ModuleName> {
  clients: Pick<Clients, Name>
  call: (extra?: { emit?: Call['emit'] }) => Call
  /** The folder for what this machine keeps about this system and this caller. */
  records: () => Promise<string>
  /** Gives a newcomer who asks the documents here, before there are any, those of the demo. */
  offerDemoDocuments: () => Promise<void>
  close: () => Promise<void>
}
