import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { readConfig } from '../../app/config.ts'
import { moduleNames, type ModuleName } from '../../app/role.ts'
import { auditKeys } from '../../app/secrets.ts'
import { AppError } from '../../platform/errors.ts'
import { verifyExport } from '../../platform/audit/verify.ts'
import { Exit, exitCode } from '../exit.ts'
import { print, printJson } from '../output.ts'
import { withSession, type Session } from '../session/index.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

type Flags = SessionFlags & { json?: boolean; service?: string; file?: string }

const servicesOf = ({ service }: Flags): ModuleName[] => {
  if (service === undefined) return [...moduleNames]
  const known = moduleNames.filter((name) => name === service)
  if (known.length === 0) throw new AppError('invalid', `--service: must be one of ${moduleNames.join(', ')}`)
  return known
}

const verifyServices = async (session: Session, flags: Flags): Promise<boolean> => {
  const verdicts: Record<string, unknown> = {}
  let whole = true
  for (const name of servicesOf(flags)) {
    const verdict = await session.clients[name].verifyAudit({}, session.call())
    verdicts[name] = verdict
    whole &&= verdict.valid
    if (flags.json) continue
    const { first_broken: fault } = verdict
    print(
      verdict.valid
        ? `${name}: whole, ${verdict.records} records`
        : `${name}: BROKEN at record ${fault?.sequence}: ${fault?.why}`,
    )
  }
  if (flags.json) printJson(verdicts)
  return whole
}

/** `ai-agent audit …`: proves that nothing was taken from the trail, and writes it out. */
export const addAudit: AddCommand = (program) => {
  const audit = program.command('audit').description('the trail of who did what')

  withSessionFlags(audit.command('verify'))
    .description('prove that no record was edited, removed, inserted, reordered or cut off')
    .option('--service <name>', 'only this service')
    .option('--file <path>', 'an exported file instead; needs the key, not the database')
    .option('--json', 'as JSON')
    .action(async (flags: Flags) => {
      if (flags.file !== undefined) {
        const lines = createInterface({ input: createReadStream(flags.file), crlfDelay: Infinity })
        const verdict = await verifyExport(lines, auditKeys(readConfig({ CONFIG_FILE: flags.config })))
        if (flags.json) printJson(verdict)
        else
          print(
            verdict.valid
              ? `whole, ${verdict.records} records`
              : `BROKEN at record ${verdict.first_broken?.sequence}: ${verdict.first_broken?.why}`,
          )
        if (!verdict.valid) throw new Exit(exitCode.negative)
        return
      }
      await withSession(flags, moduleNames, async (session) => {
        if (!(await verifyServices(session, flags))) throw new Exit(exitCode.negative)
      })
    })

  withSessionFlags(audit.command('export'))
    .description('print a service’s trail as lines of JSON, oldest first')
    .requiredOption('--service <name>', 'which service')
    .action(async (flags: Flags) => {
      await withSession(flags, moduleNames, async (session) => {
        for (const name of servicesOf(flags)) {
          let cursor: string | undefined
          do {
            const page = await session.clients[name].exportAudit(
              { limit: 1_000, ...(cursor ? { cursor } : {}) },
              session.call(),
            )
            for (const line of page.items) print(JSON.stringify(line))
            cursor = page.next_cursor ?? undefined
          } while (cursor !== undefined)
        }
      })
    })
}
