// Where a preparation's threads begin. Sources are TypeScript, which a thread must first be told how to read; a build is not.
import { existsSync } from 'node:fs'

const load = async () => {
  const built = new URL('./preparation-thread.js', import.meta.url)
  if (existsSync(built)) return import(built.href)
  const { register } = await import('tsx/esm/api')
  register()
  return import(new URL('./preparation-thread.ts', import.meta.url).href)
}

export const { light, analyse } = await load()
