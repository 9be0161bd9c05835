/** The ways in which a part of the platform does not answer as it should. */

/** Longer than anything may wait for another part. */
export const LONG_MS = 60_000

export const MANNERS = ['fails', 'never answers', 'answers after the limit', 'is reset in mid-call'] as const

export type Manner = (typeof MANNERS)[number]

/** A call to a part that behaves like that. */
export async function misbehave<T>(manner: Manner, call: () => Promise<T>): Promise<T> {
  switch (manner) {
    case 'fails':
      throw new Error('Network connection lost.')
    case 'never answers':
      return new Promise<never>(() => {})
    case 'answers after the limit':
      await new Promise<void>((resolve) => void setTimeout(resolve, LONG_MS))
      return call()
    case 'is reset in mid-call':
      await call()
      throw Object.assign(new Error('The object was reset, its code was updated.'), { retryable: true })
  }
}
