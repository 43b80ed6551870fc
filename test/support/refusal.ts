import { AppError } from '../../src/platform/errors.ts'

/** The error that a call ends with. Fails when it does not end with one of ours. */
export const refusal = async (call: Promise<unknown>): Promise<AppError> => {
  try {
    await call
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the call was not refused')
}
