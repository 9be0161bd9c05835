import { describe, expect, test } from 'vitest'
import { findOldSecrets } from '../../src/attention/old-secrets'
import { OVERLAP_MS } from '../../src/intake/new-secret'
import { markOfSecret } from '../../src/journal/overview/sightings'

const HOUR_MS = 3_600_000
const ROTATED_AT = 1_000 * HOUR_MS
const SECRETS = [
  { id: 'old', kind: 'key' as const, validUntil: ROTATED_AT + OVERLAP_MS },
  { id: 'new', kind: 'key' as const, validUntil: null },
  { id: 'other', kind: 'signing' as const, validUntil: null },
]

/** Hours since the rotation when each was last used. */
function remaining(used: Record<string, number>): string[] {
  const marks = Object.entries(used).map(([id, hours]) => ({
    id: markOfSecret(id),
    name: null,
    last: ROTATED_AT + hours * HOUR_MS,
  }))
  return findOldSecrets(SECRETS, { marks }).map(({ id }) => id)
}

describe('An old secret', () => {
  test('is remembered until the one that replaced it is in use and it is not', () => {
    expect(remaining({})).toEqual(['old'])
    expect(remaining({ old: 9 })).toEqual(['old'])
    expect(remaining({ new: 2 })).toEqual(['old'])
    expect(remaining({ old: 5, new: 9 })).toEqual(['old'])
    expect(remaining({ other: 20 })).toEqual(['old'])
    expect(remaining({ new: 7 })).toEqual([])
    expect(remaining({ old: 5, new: 12 })).toEqual([])
  })
})
