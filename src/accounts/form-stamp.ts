/** What a form was made from: it goes with the form, so that a change saved since is not overwritten unseen. */
import { createHash } from 'node:crypto'

export const CHANGED_MEANWHILE =
  'This was changed after you opened it, so nothing is saved yet. What you typed is still here: save again to replace that change, or open the page again to see it.'

/** @param values what the form shows */
export function stampOf(values: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(values ?? null))
    .digest('base64url')
}

/** A form without a stamp was opened in an earlier version. */
export function isStale(madeFrom: string, now: string): boolean {
  return madeFrom !== '' && madeFrom !== now
}
