/**
 * For jobs that run firings: only a few are under way at a time, so that live events never queue behind them. The next
 * one starts when one is settled, which is the site's own pace.
 */

/** A live event waits for these at most. */
export const AT_ONCE = 20
export const LOOK_AGAIN_MS = 1_000
