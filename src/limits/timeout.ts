/** Parts of the platform stall as well as fail: what waits for one waits a limited time. */

export class TimeoutError extends Error {}

/** The work itself goes on after the timeout. */
export async function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
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
