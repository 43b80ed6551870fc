import { fileURLToPath } from 'node:url'
import { loadConfig, sourcesOf, type Config, type Sources } from '../platform/config.ts'
import { allSettings } from './modules.ts'

/** The whole configuration, read and checked. */
export type AppConfig = Config<typeof allSettings>

const defaultFile = fileURLToPath(new URL('../../config/default.yaml', import.meta.url))

/** Reads the configuration: flags over environment over the file over defaults. Throws one `invalid` that names every fault. */
export const readConfig = (flags: Sources['flags'] = {}): AppConfig =>
  loadConfig(allSettings, sourcesOf(flags, defaultFile))
