const required = (variable: string, example: string): string => {
  const url = process.env[variable]
  if (url) return url
  throw new Error(`${variable} is not set: these tests need a server of their own, such as ${variable}=${example}`)
}

/** The PostgreSQL that tests may fill. Throws when none is set. */
export const postgresUrl = (): string => required('TEST_POSTGRES_URL', 'postgres://localhost:5432/test')

/** The Redis that tests may fill. Throws when none is set. */
export const redisUrl = (): string => required('TEST_REDIS_URL', 'redis://127.0.0.1:6379')
