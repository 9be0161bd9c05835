/** What an event would do if it arrived now, by the very steps that would take it in. Nothing is stored, called or sent. */
import type { Env } from '../env'
import { KINDS } from '../integrations'
import type { Foresight, Settler } from '../integrations/kind'
import type { Arrival, DueFiring, ForeseenArrival } from '../journal/queries'
import { withTimeout } from '../limits/timeout'
import type { MarketEvent } from '../model/event'
import type { FiredTrigger, Firing } from '../model/firing'
import type { FiringJob, Note, NoteEffect } from '../model/firing-job'
import { instructionOf, isInForce } from '../model/instruction'
import { joinEffects } from '../model/join-effects'
import { OPEN_ENDED, type Outcome } from '../model/outcome'
import { sendArrivals } from './arrivals'
import { type BatchSettings, loadSettings } from './batch-settings'
import { buildJob } from './build-job'
import { listCandidates } from './candidate-triggers'
import { buildNotes, type SiteNotes, siteRefKey } from './notes'
import { type DispatchPorts, JOURNAL_ANSWERS_MS, type SiteRef } from './ports'
import { answerUnasked } from './settle'

/** A forecast takes 3 s at most, like settling; on a shared site, a credential may have to be proven first. */
const SITE_FORESEES_MS = 6_000

interface ForeseeingPorts extends Pick<DispatchPorts, 'settings' | 'settler' | 'now'> {
  foresee(arrival: Arrival): Promise<ForeseenArrival>
}

export function createForeseeingPorts(env: Env): ForeseeingPorts {
  return {
    settings: (wanted, marketplaces) => loadSettings(env.DB, wanted, marketplaces),
    settler: ({ kind, site }) => KINDS.get(kind).settler(env, site),
    foresee: (arrival) => env.JOURNAL.getByName(arrival.event.marketplace).foresee(arrival),
    now: Date.now,
  }
}

interface ForeseenFiring {
  firing: Firing
  outcome: Outcome
  sentence: string
  body?: string
}

export interface ForeseenEvent {
  /** As it would be stored: with an item for each earlier plan it reaches. */
  event: MarketEvent
  fired: FiredTrigger[][]
  /** Each rule that acts, in the order of the entries. */
  firings: ForeseenFiring[]
  /** The event's own entry, where no rule has one. */
  own: { outcome: Outcome; sentence: string } | null
}

export async function foreseeEvent(event: MarketEvent, ports: ForeseeingPorts): Promise<ForeseenEvent> {
  const [only] = await foreseeEvents([event], {
    ...ports,
    foresee: (arrivals) => Promise.all(arrivals.map((one) => ports.foresee(one))),
  })
  if (only === undefined) {
    throw new Error('the journal answered nothing')
  }
  return only
}

export interface BulkForeseeingPorts extends Pick<DispatchPorts, 'settings' | 'settler' | 'now'> {
  foresee(arrivals: Arrival[]): Promise<ForeseenArrival[]>
}

/** Events of one marketplace, as if they arrived one after another: a customer's build on each other where they follow each other. */
export async function foreseeEvents(events: MarketEvent[], ports: BulkForeseeingPorts): Promise<ForeseenEvent[]> {
  const settings = await ports.settings(events.flatMap(listCandidates), [events[0]?.marketplace ?? ''])
  const known = new Map<string, ForeseenArrival>()
  const journal = {
    receiveAll: async (arrivals: Arrival[]) => {
      const all = await ports.foresee(arrivals)
      for (const [at, one] of all.entries()) {
        known.set(arrivals[at]?.event.id ?? '', one)
      }
      return all.map(({ received }) => received)
    },
  }
  await withTimeout(JOURNAL_ANSWERS_MS, sendArrivals(journal, events, settings, ports))
  const arrived = events.flatMap(({ id }) => known.get(id) ?? [])
  const asked = arrived.map(({ received }) => ({
    due: received.firings
      .filter(({ firing }) => isInForce(instructionOf(firing)))
      .map((one) => ({ ...one, event: received.event })),
    noted: buildNotes(received, settings),
  }))
  const answers = await foreseeAtSites(asked, settings, ports)
  return arrived.map(({ received, fired, settled }, at) => {
    const { firings, effects } = answers[at] ?? { firings: [], effects: [] }
    const decided = settled.flatMap(({ firing, ...rest }) => (firing === null ? [] : [{ firing, ...rest }]))
    return {
      event: received.event,
      fired,
      firings: [...decided, ...firings],
      own: findOwnEntry(settled, effects),
    }
  })
}

/** What firings would do, site by site. */
export async function foreseeFirings(
  due: DueFiring[],
  settings: BatchSettings,
  ports: Pick<DispatchPorts, 'settler' | 'now'>,
): Promise<AnsweredEvent> {
  const [only] = await foreseeAtSites([{ due, noted: [] }], settings, ports)
  return only ?? { firings: [], effects: [] }
}

interface AskedEvent {
  due: DueFiring[]
  noted: SiteNotes[]
}

interface AnsweredEvent {
  firings: ForeseenFiring[]
  effects: NoteEffect[]
}

/** Each site is asked once for all of them; an event's notes come before its firings. */
async function foreseeAtSites(
  asked: AskedEvent[],
  settings: BatchSettings,
  ports: Pick<DispatchPorts, 'settler' | 'now'>,
): Promise<AnsweredEvent[]> {
  const events = asked.map(({ due, noted }) => ({
    noted,
    firings: due.map((one) => ({ firing: one.firing, job: buildJob(one, settings) })),
  }))
  const sites = new Map<string, SiteRef>(
    events.flatMap(({ noted, firings }) =>
      [...noted.map(({ site }) => site), ...firings.flatMap(({ job }) => (isAsked(job) ? [job.integration] : []))].map(
        (one) => [siteRefKey(one), one] as const,
      ),
    ),
  )
  const answers = await Promise.all(
    [...sites].map(async ([key, site]) => {
      const own = events.map(({ noted, firings }) => ({
        notes: noted.flatMap((one) => (siteRefKey(one.site) === key ? one.notes : [])),
        firings: firings.filter(({ job }) => isAsked(job) && siteRefKey(job.integration) === key),
      }))
      return askSite(ports.settler(site), own)
    }),
  )
  return events.map(({ firings }, at) => {
    const unasked = firings.flatMap(({ firing, job }): ForeseenFiring[] => {
      const settling = answerUnasked(job, ports.now())
      return settling === null
        ? []
        : [{ firing, outcome: settling.final ? settling.outcome : 'waiting', sentence: settling.sentence }]
    })
    const order = firings.map(({ firing }) => firing.id)
    const all = [...unasked, ...answers.flatMap((answer) => answer[at]?.firings ?? [])]
    all.sort((one, other) => order.indexOf(one.firing.id) - order.indexOf(other.firing.id))
    return { firings: all, effects: answers.flatMap((answer) => answer[at]?.effects ?? []) }
  })
}

function isAsked(job: FiringJob | null): job is FiringJob {
  return job?.integration.settings != null
}

interface EventAtSite {
  notes: Note[]
  firings: { firing: Firing; job: FiringJob | null }[]
}

/** Only what brings something there is asked; the answers are in the events' order, null for the others. */
async function askSite(settler: Settler, events: EventAtSite[]): Promise<(AnsweredEvent | null)[]> {
  const brings = events.filter(({ notes, firings }) => notes.length + firings.length > 0)
  const wanted = brings.map(({ notes, firings }) => ({ notes, jobs: firings.flatMap(({ job }) => job ?? []) }))
  const foresights = await withTimeout(SITE_FORESEES_MS, settler.foresee(wanted))
  return events.map((event) => {
    const foresight = foresights[brings.indexOf(event)]
    return foresight === undefined ? null : toAnswer(event, foresight)
  })
}

function toAnswer({ firings }: EventAtSite, { outcomes, effects }: Foresight): AnsweredEvent {
  return {
    firings: firings.flatMap(({ firing }, at) => {
      const outcome = outcomes[at]
      return outcome === undefined ? [] : [{ firing, ...outcome }]
    }),
    effects: effects.filter((effect) => effect !== null),
  }
}

/** As the journal records effects: they are the event's entry, or one beside the rules' own where it needs a person. */
function findOwnEntry(settled: ForeseenArrival['settled'], effects: NoteEffect[]): ForeseenEvent['own'] {
  const own = settled.find(({ firing }) => firing === null)
  const changed = joinEffects(effects, own ?? null)
  const entry = changed !== null && (own !== undefined || OPEN_ENDED.includes(changed.outcome)) ? changed : own
  return entry === undefined ? null : { outcome: entry.outcome, sentence: entry.sentence }
}
