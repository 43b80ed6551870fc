import type { z } from 'zod'

/** The JSON body of a response, checked to be of a shape. */
export const readAs = async <T>(schema: z.ZodType<T>, response: Response): Promise<T> =>
  schema.parse(await response.json())
