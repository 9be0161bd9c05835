/** Where an event came from: what 0.1.0 stored of it is read, and what is stored now is what 0.1.0 reads. */
import { describe, expect, test } from 'vitest'
import { type MarketEvent, sourceOf, toStoredSource } from '../../src/model/event'
import { RELEASES } from './release'

describe('events of 0.1.0', () => {
  const events = listEvents(RELEASES.filter(([version]) => version === '0.1.0'))

  test('come from where they came from then', () => {
    const kinds = Map.groupBy(events, (event) => sourceOf(event).kind)
    const counts = Object.fromEntries([...kinds].map(([kind, { length }]) => [kind, length]))
    expect(counts).toEqual({ endpoint: 70, person: 4, unreadable: 1 })
    for (const event of kinds.get('endpoint') ?? []) {
      const { endpoint, dialect } = event
      expect(sourceOf(event)).toEqual({ kind: 'endpoint', endpoint, sender: dialect, format: dialect })
    }
  })

  test('would be stored with the same fields for it to read', () => {
    for (const event of events) {
      const { endpoint, dialect } = event
      expect(toStoredSource(sourceOf(event))).toMatchObject({ endpoint, dialect })
    }
  })
})

describe('Where an event came from', () => {
  test('a test event of 0.1.0 is read as one, and events stored now carry their source', () => {
    expect(sourceOf({ endpoint: '', dialect: 'test' })).toEqual({ kind: 'test' })
    const source = { kind: 'endpoint', endpoint: 'e', sender: 'bell', format: 'receipt' } as const
    expect(sourceOf(toStoredSource(source))).toEqual(source)
    expect(toStoredSource({ kind: 'import', format: 'samcart' })).toMatchObject({ endpoint: '', dialect: 'import' })
  })
})

function listEvents(stored: unknown): MarketEvent[] {
  if (typeof stored !== 'object' || stored === null) {
    return []
  }
  return 'dialect' in stored && 'typeWord' in stored
    ? [stored as MarketEvent]
    : Object.values(stored).flatMap(listEvents)
}
