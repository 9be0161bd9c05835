import { describe, expect, test } from 'vitest'
import {
  type CircuitState,
  isParked,
  nextProbeAt,
  permission,
  postponeProbe,
  recordFailure,
  recordSuccess,
} from '../../../src/integrations/outage/circuit-breaker'

const START = 1_800_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const middle = () => 0.5

function failing(times: number, at = START): CircuitState | null {
  return Array.from({ length: times }).reduce<CircuitState | null>(
    (circuit) => recordFailure(circuit, at, false, middle),
    null,
  )
}

/** Lets the probe go and fail whenever it is due, until `end`; answers when it went. */
function probesUntil(end: number): { circuit: CircuitState; probes: number[] } {
  let circuit = failing(5) as CircuitState
  const probes: number[] = []
  for (let at = nextProbeAt(circuit) ?? 0; at <= end; at = nextProbeAt(circuit) ?? 0) {
    probes.push(at - START)
    circuit = recordFailure(circuit, at, true, middle)
  }
  return { circuit, probes }
}

describe('a site that fails', () => {
  test('is called as usual four times in a row, and held at the fifth', () => {
    expect(permission(failing(4), START)).toEqual({ go: 'call' })
    expect(permission(failing(5), START)).toMatchObject({ go: 'defer', parked: false })
  })

  test('is not held when it answers in between', () => {
    const again = recordSuccess(failing(4))
    expect(again).toEqual({ circuit: null, released: false })
  })

  test('gets one probe at a time, up the ladder', () => {
    const due = START + 10_000
    const first = permission(failing(5), due)
    expect(first.go).toBe('probe')
    const probing = first.go === 'probe' ? first.circuit : null
    expect(permission(probing, due + 1)).toMatchObject({ go: 'defer' })
    expect(nextProbeAt(probing)).toBe(due + 60_000)
    expect(permission(probing, due + 60_000).go).toBe('probe')
    expect(probesUntil(START + 3 * HOUR).probes.slice(0, 6)).toEqual(
      [10, 40, 160, 760, 2_560, 6_160].map((seconds) => seconds * 1000),
    )
  })

  test('is not climbed by late failures of calls that left before', () => {
    const held = failing(5)
    expect(recordFailure(held, START + 500, false, middle)).toEqual(held)
  })

  test('defers until the probe’s result is in', () => {
    const left = permission(failing(5), START + 1_000)
    expect(left.go === 'defer' && left.at).toBe(START + 30_000)
  })

  test('parks after twelve hours and probes every five minutes from then on', () => {
    const { circuit, probes } = probesUntil(START + 14 * HOUR)
    expect(isParked(circuit, START + 12 * HOUR - 1)).toBe(false)
    expect(isParked(circuit, START + 12 * HOUR)).toBe(true)
    const late = probes.filter((at) => at >= 12 * HOUR)
    expect(late[0]).toBe(12 * HOUR)
    expect(late[1]).toBe(12 * HOUR + 5 * MINUTE)
    expect(late).toHaveLength(25)
  })

  test('is released whole by its first answer', () => {
    const { circuit } = probesUntil(START + 14 * HOUR)
    expect(recordSuccess(circuit)).toEqual({ circuit: null, released: true })
    expect(permission(recordSuccess(circuit).circuit, START + 15 * HOUR)).toEqual({ go: 'call' })
  })

  test('stays held, unclimbed, when the probe met a 429', () => {
    const later = postponeProbe(failing(5), START + 70_000)
    expect(nextProbeAt(later)).toBe(START + 70_000)
    expect(permission(later, START + 60_000).go).toBe('defer')
    expect(permission(later, START + 70_000).go).toBe('probe')
  })
})
