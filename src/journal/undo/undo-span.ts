/** The span of time of an undo. Moments are epoch ms; the end is exclusive. */
export const SPAN_PROBLEMS = {
  'empty span': 'This time ends before it begins. Choose a later end.',
  'future span': 'This time begins in the future, where the rule has done nothing yet.',
} as const

export function findWrongSpan(
  { from, until }: { from: number; until: number },
  now: number,
): 'empty span' | 'future span' | null {
  return from >= until ? 'empty span' : from > now ? 'future span' : null
}
