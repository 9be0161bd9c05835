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
 * Those with something to watch come first, then those never asked or asked longest ago. Half of each look is reserved
 * for the latter: they would never have a turn while more are in need than one look can ask.
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
  const askedAt = (key: string) => said[key]?.at ?? 0
  const byTurn = [...keys].sort((a, b) => askedAt(a) - askedAt(b))
  const isUrgent = (key: string) => isTroubled(key) || said[key]?.isQuiet === false
  const due = byTurn.filter((key) => !isUrgent(key) && askedAt(key) <= now - FRESH_MS)
  const urgent = byTurn.filter(isUrgent).slice(0, Math.max(ALL_ASKED / 2, ALL_ASKED - due.length))
  return new Set([...urgent, ...due.slice(0, ALL_ASKED - urgent.length)])
}
