/** Which secrets that a rotation replaced may still be used by a sender. Pure. */
import { OVERLAP_MS } from '../intake/new-secret'
import { markOfSecret, STALE_MS } from '../journal/overview/sightings'
import type { Sightings } from '../journal/queries'

interface Secret {
  id: string
  kind: 'signing' | 'key'
  validUntil: number | null
}

/** Until the one that replaced it is in use and it was not for longer than what is recorded may lag. */
export function findOldSecrets<One extends Secret>(
  secrets: One[],
  { marks }: Pick<Sightings, 'marks'>,
): (One & { validUntil: number })[] {
  const lastUse = (one: Secret) => marks.find(({ id }) => id === markOfSecret(one.id))?.last ?? 0
  return secrets.flatMap((old) => {
    if (old.validUntil === null) {
      return []
    }
    const since = Math.max(lastUse(old), old.validUntil - OVERLAP_MS)
    const isReplaced = secrets.some(
      (one) => one.kind === old.kind && one.validUntil === null && lastUse(one) >= since + STALE_MS,
    )
    return isReplaced ? [] : [{ ...old, validUntil: old.validUntil }]
  })
}
