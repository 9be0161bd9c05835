import type { Env } from '../env'
import type { JournalRuntime } from '../journal/journal-runtime'
import { MarketplaceAlertCheck } from './check'
import { createAlertPorts } from './ports'

export function createCheck(runtime: JournalRuntime, env: Env): MarketplaceAlertCheck {
  return new MarketplaceAlertCheck(runtime, createAlertPorts(env))
}
