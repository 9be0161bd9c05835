/** What is true of the whole site: one value to a name, each a JSON text in the table `site`. */

import type { CircuitState } from '../../outage/circuit-breaker'
import type { RefreshProgress } from '../catalog/refresh-progress'
import type { PaceSnapshot } from '../pace/pace-snapshot'
import type { Habits } from '../steps/site-knowledge'
import type { IntegrationAccess } from '../thinkific-job'

export interface SiteFacts {
  /** That of the tables (site-tables.ts). */
  version: number
  /** Sealed; the emails' hashes are keyed with it. */
  'customer key': string
  /** When that key was made, which is when the first customer was reported, epoch ms. */
  begun: number
  pace: PaceSnapshot
  /** The circuit breaker; absent while Thinkific answers. */
  hold: StoredCircuit
  habits: Habits
  /** By id. */
  integrations: Record<string, StoredIntegration>
  /** Parked firings to be put back in line, the oldest request first. */
  releases: Release[]
  /** All are found by their marketplace's own facts. */
  'concerns by own facts': true
  /** Marketplaces that deleted their integration. */
  'marketplaces left': string[]
  [refresh: `refresh ${string}`]: RefreshProgress
}

/** `held`: the open circuit. */
export interface StoredCircuit extends Omit<CircuitState, 'open'> {
  held: CircuitState['open']
}

export interface StoredIntegration {
  access: IntegrationAccess
  /** `told`: D1 has it. */
  fault: { sentence: string; since: number; probeAt: number; told: boolean } | null
  /** The fault is over, and D1 does not have that yet. */
  cleared?: true
  /** When Thinkific last accepted the credential, epoch ms. */
  provenAt?: number
  opens?: 'its own' | 'any'
}

/** `integration` is null for everything on the site. `waits`: not what is parked, but what waits for its slot. */
export interface Release {
  integration: string | null
  waits?: 'pace'
  /** The hold that ended, epoch ms. */
  held?: { since: number; until: number }
}

type FactName = keyof SiteFacts

/** Null where the fact was never written. */
export function readFact<Name extends FactName>(sql: SqlStorage, name: Name): SiteFacts[Name] | null {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM site WHERE name = ?', name)
  return row === undefined ? null : JSON.parse(row.value)
}

/** Null removes it. */
export function saveFact<Name extends FactName>(sql: SqlStorage, name: Name, value: SiteFacts[Name] | null): void {
  if (value === null) {
    sql.exec('DELETE FROM site WHERE name = ?', name)
  } else {
    sql.exec('INSERT OR REPLACE INTO site VALUES (?, ?)', name, JSON.stringify(value))
  }
}
