/**
 * Brings an object's storage back to an earlier moment, in two steps. A mark is written first; the restored state does not
 * have it, so that the command can tell, after a crash or a lost answer, whether it happened.
 */
import type { ObjectHistory } from './object-history'

interface RestoreMark {
  /** Chosen by the command: the same mark may be asked for again. */
  id: string
  /** The state to restore. */
  bookmark: string
  /** The state before, which is the way back. */
  undo: string
}

/** `to`: epoch ms, or a bookmark that an earlier restore named as its way back. */
export type RestoreRequest =
  | { do: 'look' }
  | { do: 'mark'; id: string; to: number | string }
  | { do: 'restore'; id: string }
  | { do: 'cancel'; id: string }

/** `refusal` is a sentence; without one it is as asked. */
export interface RestoreAnswer {
  mark: RestoreMark | null
  refusal?: string
  /** Integrations that are compared with their sites from now on. */
  reconciling?: number
}

/** Where the mark is kept: in the object's own storage, which is restored. */
export interface MarkStorage {
  get(key: 'restore'): Promise<RestoreMark | undefined>
  put(key: 'restore', mark: RestoreMark): Promise<void>
  delete(key: 'restore'): Promise<boolean>
}

/** How far back Cloudflare keeps an object's states. */
export const KEPT_MS = 30 * 86_400_000
const NO_HISTORY = 'This runtime keeps no earlier states of an object: only Cloudflare does, for 30 days.'

export async function answerRestore(
  storage: MarkStorage,
  history: ObjectHistory,
  request: RestoreRequest,
  now: number,
): Promise<RestoreAnswer> {
  const mark = (await storage.get('restore')) ?? null
  if (request.do === 'look') {
    return { mark }
  }
  if (mark !== null && mark.id !== request.id) {
    return {
      mark,
      refusal: `Another restore, ${mark.id}, was begun here. Finish it where it was begun, or give it up: the same command with --cancel instead of --to.`,
    }
  }
  if (request.do === 'mark') {
    return mark === null ? begin(storage, history, request, now) : { mark }
  }
  if (mark === null) {
    return { mark, refusal: 'No restore was begun here, or it has happened.' }
  }
  if (request.do === 'cancel') {
    await storage.delete('restore')
    return { mark: null }
  }
  try {
    await history.restoreAtNextStart(mark.bookmark)
  } catch (error) {
    await storage.delete('restore')
    return { mark: null, refusal: `Nothing was restored. Cloudflare said: ${reasonOf(error)}` }
  }
  history.restart()
  return { mark }
}

async function begin(
  storage: MarkStorage,
  history: ObjectHistory,
  { id, to }: Extract<RestoreRequest, { do: 'mark' }>,
  now: number,
): Promise<RestoreAnswer> {
  if (typeof to === 'number' && (to >= now || to < now - KEPT_MS)) {
    return { mark: null, refusal: 'An object can be restored to a moment of the last 30 days, and to none to come.' }
  }
  try {
    const mark = { id, bookmark: typeof to === 'string' ? to : await history.at(to), undo: await history.now() }
    await storage.put('restore', mark)
    return { mark }
  } catch (error) {
    return { mark: null, refusal: `${NO_HISTORY} It said: ${reasonOf(error)}` }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
