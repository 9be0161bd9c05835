/**
 * Stops calling a site that is down. Pure; judge-failure.ts says which failures count.
 * Five failures in a row that show the site down open the circuit: no usable answer, or a 5xx. Then one probe at a time
 * climbs the ladder while all other firings are deferred without a call. Twelve hours after the first failure they are
 * parked, and a probe goes every five minutes. Any other answer closes the circuit, also a refusal or a 409. A 429 and a
 * credential that can't be sent leave it as it is.
 */
import { nextTry, type Random } from './retry-ladder'

const FAILURES_TO_OPEN = 5
export const PARK_AFTER_MS = 12 * 3_600_000
const PARKED_PROBE_EVERY_MS = 5 * 60_000
/** An evicted object's probe never reports; after this another may go. A call's deadline is 15 s. */
const PROBE_LEASE_MS = 60_000
/** A probe's result is in by then. */
const PROBE_TIME_MS = 20_000

export interface CircuitState {
  v: 1
  failures: number
  /** First failure of the row, epoch ms. */
  firstAt: number
  /** Null while closed. */
  open: OpenCircuit | null
}

interface OpenCircuit {
  since: number
  /** Ladder rung of the next probe. */
  rung: number
  /** Next probe, epoch ms. */
  probeAt: number
  /** When the current probe left. */
  probingSince: number | null
}

/**
 * May a firing call? `call`: yes, as usual. `probe`: yes, alone, and persist `circuit`. `defer`: no; come back at `at`
 * (epoch ms, when the next probe's result is in), or be parked until the site's release.
 */
export type Permission =
  | { go: 'call' }
  | { go: 'probe'; circuit: CircuitState }
  | { go: 'defer'; at: number; parked: boolean }

export function permission(circuit: CircuitState | null, now: number): Permission {
  if (circuit === null || circuit.open === null) {
    return { go: 'call' }
  }
  const { open } = circuit
  const probing = open.probingSince !== null && now < open.probingSince + PROBE_LEASE_MS
  if (!probing && now >= open.probeAt) {
    return { go: 'probe', circuit: { ...circuit, open: { ...open, probingSince: now } } }
  }
  return { go: 'defer', at: Math.max(now, open.probeAt) + PROBE_TIME_MS, parked: isParked(circuit, now) }
}

/** For failures that show the site down. While open, only the probe's failure counts. */
export function recordFailure(circuit: CircuitState | null, now: number, probe: boolean, random: Random): CircuitState {
  if (circuit !== null && circuit.open !== null) {
    return probe
      ? { ...circuit, failures: circuit.failures + 1, open: climbLadder(circuit.open, circuit.firstAt, now, random) }
      : circuit
  }
  const failures = (circuit?.failures ?? 0) + 1
  const firstAt = circuit?.firstAt ?? now
  const foot = { since: now, rung: 0, probeAt: now, probingSince: null }
  return { v: 1, failures, firstAt, open: failures < FAILURES_TO_OPEN ? null : climbLadder(foot, firstAt, now, random) }
}

function climbLadder(open: OpenCircuit, firstAt: number, now: number, random: Random): OpenCircuit {
  const { at, rung } = nextTry(open.rung, now, random)
  // No rung may reach past the time of parking, when probes become frequent.
  const atLatest = Math.max(firstAt + PARK_AFTER_MS, now + PARKED_PROBE_EVERY_MS)
  return { since: open.since, rung, probeAt: Math.min(at, atLatest), probingSince: null }
}

/** A success closes the circuit. `released`: it was open, so parked firings go back to the queue. */
export function recordSuccess(circuit: CircuitState | null): { circuit: null; released: boolean } {
  return { circuit: null, released: circuit !== null && circuit.open !== null }
}

/** The probe gave no verdict (429, a rejected credential); the next goes at `at`. */
export function postponeProbe(circuit: CircuitState | null, at: number): CircuitState | null {
  return circuit === null || circuit.open === null
    ? circuit
    : { ...circuit, open: { ...circuit.open, probeAt: at, probingSince: null } }
}

/** When the alarm must send a probe, or notice a lost one; epoch ms. */
export function nextProbeAt(circuit: CircuitState | null): number | null {
  const open = circuit?.open ?? null
  if (open === null) {
    return null
  }
  return open.probingSince === null ? open.probeAt : open.probingSince + PROBE_LEASE_MS
}

export function isParked(circuit: CircuitState | null, now: number): boolean {
  return circuit !== null && circuit.open !== null && now >= circuit.firstAt + PARK_AFTER_MS
}
