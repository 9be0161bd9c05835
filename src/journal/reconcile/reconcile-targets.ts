/** The targets that are read, and in which order. */
import type { Target } from '../../model/rule'

/** The first name that is known wins. */
export function mergeTargets(targets: Target[]): Target[] {
  const merged = new Map<string, Target>()
  for (const target of targets) {
    const key = `${target.kind} ${target.id}`
    const known = merged.get(key)
    merged.set(key, known === undefined || known.name === '' ? target : known)
  }
  return [...merged.values()]
}

/** In the same order each time, beginning where the last one stopped. */
export function sortFrom(targets: Target[], first: string | null): Target[] {
  const sorted = targets.toSorted((one, other) => Number(one.id) - Number(other.id))
  const start = Math.max(
    sorted.findIndex(({ id }) => id === first),
    0,
  )
  return [...sorted.slice(start), ...sorted.slice(0, start)]
}
