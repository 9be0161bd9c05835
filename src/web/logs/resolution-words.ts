import type { ResolutionWords } from '../../../views/logs/entry-page'
import { formatSpan } from '../../attention/span'
import type { Entry } from '../../journal/queries'
import { DONE, type Outcome } from '../../model/outcome'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** How a failure was resolved, or anything undone; null for every other entry. */
export function describeResolution({ at, resolved, siblings }: Entry): ResolutionWords | null {
  if (resolved === undefined) {
    return null
  }
  const by = resolved.person ?? 'someone'
  if (resolved.how === 'ignored') {
    return { words: resolved.note === '' ? `Ignored by ${by}.` : `Ignored by ${by}: ${resolved.note}`, successor: null }
  }
  if (resolved.how === 'resent') {
    const successor = { id: resolved.entry, sentence: 'See what came of it.' }
    return { words: 'It arrived after all: the sender posted it again', at: resolved.at, successor }
  }
  if (resolved.how === 'undone') {
    return {
      words: `Undone by ${by}`,
      at: resolved.at,
      successor: { id: resolved.entry, sentence: 'See what that changed.' },
    }
  }
  const successor = siblings.find(({ id }) => id === resolved.entry)
  const isSettled = successor !== undefined && (DONE as readonly Outcome[]).includes(successor.outcome)
  const later = describeSpan((isSettled ? successor.at : resolved.at) - at)
  return {
    words: isSettled ? `Settled ${later} later by a replay.` : `Replayed ${later} later by ${by}.`,
    successor: { id: resolved.entry, sentence: successor?.sentence ?? 'See the entry that took its place.' },
  }
}

function describeSpan(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS))
  if (ms >= HOUR_MS) {
    return formatSpan(ms)
  }
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
