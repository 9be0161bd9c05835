/** An object's storage as it was: Cloudflare keeps 30 days of it. Local runtimes keep none, so tests have a fake of this. */

/** Bookmarks name states of the storage, and grow with time. */
export interface ObjectHistory {
  now(): Promise<string>
  /** @param at epoch ms */
  at(at: number): Promise<string>
  /** The object starts its next life with that state. */
  restoreAtNextStart(bookmark: string): Promise<void>
  /** Ends this life once what is under way has been answered. */
  restart(): void
}

const ANSWERED_WITHIN_MS = 200

export function openHistory(ctx: DurableObjectState): ObjectHistory {
  return {
    now: () => ctx.storage.getCurrentBookmark(),
    at: (at) => ctx.storage.getBookmarkForTime(at),
    restoreAtNextStart: async (bookmark) => void (await ctx.storage.onNextSessionRestoreBookmark(bookmark)),
    restart: () => void setTimeout(() => ctx.abort('restored to an earlier state'), ANSWERED_WITHIN_MS),
  }
}
