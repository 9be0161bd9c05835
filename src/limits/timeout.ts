/** Parts of the platform stall as well as fail: what waits for one waits a limited time. */

export class TimeoutError extends Error {}

/** The work itself goes on after the timeout. Every event waits here, and a race would be three promises more. */
export function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeoutError(`no answer within ${ms} ms`)), ms)
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/** Resolves when the work has ended or the time is up; a failure of the work is thrown until then. */
export async function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  try {
    await withTimeout(ms, work)
  } catch (error) {
    if (!(error instanceof TimeoutError)) {
      throw error
    }
  }
}
