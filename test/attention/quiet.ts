import type { AttentionFacts } from '../../src/attention/causes'

/** A marketplace where all is well. */
export const QUIET: AttentionFacts = {
  journal: {
    parked: [],
    failed: null,
    failedToday: 0,
    unclear: null,
    silent: false,
    lastEvent: null,
    usualGap: 3_600_000,
    refused: 0,
    refusedToday: null,
    bytes: 0,
    failingChannels: [],
    lostSales: { counts: [], problem: null },
  },
  integrations: [],
  goneTargets: [],
  withoutCreate: [],
  rulesOff: [],
  unended: [],
  concerns: [],
  words: [],
  oldSecrets: [],
  fullSites: [],
}
