/** Which objects a look at everything asks. Asking wakes an object, so of many quiet ones each has its turn. */

/** Up to this many are asked at every look. */
export const ALL_ASKED = 50
/** What an object said is good for this long, unless it said that something is not well. */
const FRESH_MS = 15 * 60_000

/** What an object said last. */
export interface Said<Line> {
  /** Epoch ms. */
  at: number
  line: Line
  /** Whether it answered, and nothing waits or needs a person. */
  isQuiet: boolean
}

/**
 * Those with something to watch come first, then those never asked or asked longest ago.
 * @param isTroubled whether something else already says that this one is worth a look
 */
export function chooseAsked<Line>(
  keys: string[],
  said: Record<string, Said<Line>>,
  isTroubled: (key: string) => boolean,
  now: number,
): Set<string> {
  if (keys.length <= ALL_ASKED) {
    return new Set(keys)
  }
  const urgency = (key: string) => (isTroubled(key) || said[key]?.isQuiet === false ? 1 : 0)
  const due = keys.filter((key) => urgency(key) > 0 || (said[key]?.at ?? 0) <= now - FRESH_MS)
  return new Set(
    due.sort((a, b) => urgency(b) - urgency(a) || (said[a]?.at ?? 0) - (said[b]?.at ?? 0)).slice(0, ALL_ASKED),
  )
}
