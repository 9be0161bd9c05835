/** The objects of marketplaces and sites, asked side by side. */

import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { SiteStatus } from '../../integrations/site-status'
import type { JournalHealth } from '../../journal/overview/health'
import { withTimeout } from '../../limits/timeout'
import type { CauseLine } from '../../model/alert'

const AT_ONCE = 50
const ANSWER_WITHIN_MS = 5_000

export interface JournalLine {
  /** The marketplace's id. */
  id: string
  name: string
  /** What needs a person, as on Overview; null if it could not be read. */
  attention: CauseLine[] | null
  /** Null when the journal did not answer. */
  health: JournalHealth | null
}

export interface SiteLine {
  kind: string
  site: string
  answered: boolean
  /** Null while the circuit is closed. Times are ISO 8601. */
  held: { since: string; probeAt: string; parked: boolean } | null
  pace: { callsLastMinute: number; allowance: number; waiting: number; running: number } | null
  customers: number | null
  sealedUnder: { key: string; count: number } | null
}

export function loadJournalLines(env: Env, marketplaces: { id: string; name: string }[]): Promise<JournalLine[]> {
  return mapInGroups(marketplaces, async ({ id, name }) => {
    const journal = env.JOURNAL.getByName(id)
    const health = await answerOrNull(journal.health())
    return { id, name, health, attention: health && (await answerOrNull(journal.causes(id))) }
  })
}

/** One per site whose kind reports a status. */
export function loadSiteLines(env: Env, sites: { kind: string; site: string }[]): Promise<SiteLine[]> {
  const asked = sites.flatMap(({ kind: id, site }) => {
    const kind = KINDS.find(id)
    return kind?.status === undefined ? [] : [{ kind: id, site, ask: kind.status.bind(kind, env, site) }]
  })
  return mapInGroups(asked, async ({ kind, site, ask }) => ({ kind, ...toLine(site, await answerOrNull(ask())) }))
}

function toLine(site: string, status: SiteStatus | null): Omit<SiteLine, 'kind'> {
  if (status === null) {
    return { site, answered: false, held: null, pace: null, customers: null, sealedUnder: null }
  }
  const { held, callsLastMinute, allowance, waiting, running, customers, sealedUnder } = status
  return {
    site,
    answered: true,
    held: held === null ? null : { ...held, since: iso(held.since), probeAt: iso(held.probeAt) },
    pace: { callsLastMinute, allowance, waiting, running },
    customers,
    sealedUnder: sealedUnder === null ? null : { key: sealedUnder, count: 1 },
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

/** Answers in order. */
async function mapInGroups<Asked, Answer>(all: Asked[], ask: (one: Asked) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let at = 0; at < all.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(ask))))
  }
  return answers
}

/** Null when an object fails or takes too long. */
async function answerOrNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await withTimeout(ANSWER_WITHIN_MS, answer)
  } catch {
    return null
  }
}
