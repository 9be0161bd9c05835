/** The objects of marketplaces and sites: those whose turn it is are asked side by side. */
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { SiteStatus } from '../../integrations/site-status'
import type { JournalHealth } from '../../journal/overview/health'
import { withTimeout } from '../../limits/timeout'
import type { CauseLine } from '../../model/alert'
import { chooseAsked, type Said } from './rounds'

const ANSWER_WITHIN_MS = 5_000

export interface JournalLine {
  /** The marketplace's id. */
  id: string
  name: string
  /** What needs a person, as on Overview; null if it could not be read. */
  attention: CauseLine[] | null
  /** Null when the journal did not answer, or was not asked yet. */
  health: JournalHealth | null
  /** When it was asked, ISO 8601; null before its first turn. */
  askedAt: string | null
}

export interface SiteLine {
  kind: string
  site: string
  /** When it was asked, ISO 8601; null before its first turn. */
  askedAt: string | null
  /** False also before its first turn. */
  answered: boolean
  /** Null while the circuit is closed. Times are ISO 8601. */
  held: { since: string; probeAt: string; parked: boolean } | null
  pace: { callsLastMinute: number; allowance: number; waiting: number; running: number } | null
  customers: number | null
  sealedUnder: { key: string; count: number } | null
}

/** Answers in order, with what each said before its next turn. */
export async function loadJournalLines(
  env: Env,
  marketplaces: { id: string; name: string }[],
  said: Record<string, Said<JournalLine>>,
  troubled: Set<string>,
  now: number,
): Promise<JournalLine[]> {
  const ids = marketplaces.map(({ id }) => id)
  const asked = chooseAsked(ids, said, (id) => troubled.has(id), now)
  return Promise.all(
    marketplaces.map(async ({ id, name }) => {
      if (!asked.has(id)) {
        // A name changes without the journal.
        return { ...(said[id]?.line ?? { id, attention: null, health: null, askedAt: null }), name }
      }
      const journal = env.JOURNAL.getByName(id)
      const health = await answerOrNull(journal.health())
      const attention = health && (await answerOrNull(journal.causes(id)))
      said[id] = saidNow({ id, name, health, attention, askedAt: iso(now) }, isQuietJournal, now)
      return said[id].line
    }),
  )
}

/** One per site whose kind reports a status. */
export async function loadSiteLines(
  env: Env,
  sites: { kind: string; site: string }[],
  said: Record<string, Said<SiteLine>>,
  troubled: Set<string>,
  now: number,
): Promise<SiteLine[]> {
  const all = sites.flatMap(({ kind: id, site }) => {
    const kind = KINDS.find(id)
    return kind?.status === undefined
      ? []
      : [{ key: `${id} ${site}`, kind: id, site, ask: kind.status.bind(kind, env, site) }]
  })
  const keys = all.map(({ key }) => key)
  const asked = chooseAsked(keys, said, (key) => troubled.has(key), now)
  return Promise.all(
    all.map(async ({ key, kind, site, ask }) => {
      if (!asked.has(key)) {
        return said[key]?.line ?? { kind, askedAt: null, ...toLine(site, null) }
      }
      const line = { kind, askedAt: iso(now), ...toLine(site, await answerOrNull(ask())) }
      said[key] = saidNow(line, ({ answered, held }) => answered && held === null, now)
      return line
    }),
  )
}

function saidNow<Line>(line: Line, isQuiet: (line: Line) => boolean, at: number): Said<Line> {
  return { at, line, isQuiet: isQuiet(line) }
}

function isQuietJournal({ health, attention }: JournalLine): boolean {
  return (
    health !== null &&
    health.waiting + health.parked + health.unqueued + health.failuresLastHour === 0 &&
    attention?.length === 0
  )
}

function toLine(site: string, status: SiteStatus | null): Omit<SiteLine, 'kind' | 'askedAt'> {
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

/** Null when an object fails or takes too long. */
async function answerOrNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await withTimeout(ANSWER_WITHIN_MS, answer)
  } catch {
    return null
  }
}
