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
import { isFailed, type Outcome } from '../model/outcome'
import { sendArrivals } from './arrivals'
import { type BatchSettings, loadSettings } from './batch-settings'
import { buildJob } from './build-job'
import { listCandidates } from './candidate-triggers'
import { buildNotes, siteRefKey } from './notes'
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
  const settings = await ports.settings(listCandidates(event), [event.marketplace])
  let arrival: ForeseenArrival | null = null
  const journal = {
    receiveAll: async (arrivals: Arrival[]) => {
      const all = await Promise.all(arrivals.map((one) => ports.foresee(one)))
      arrival = all[0] ?? null
      return all.map(({ received }) => received)
    },
  }
  await withTimeout(JOURNAL_ANSWERS_MS, sendArrivals(journal, [event], settings, ports))
  if (arrival === null) {
    throw new Error('the journal answered nothing')
  }
  return foreseeArrived(arrival, settings, ports)
}

async function foreseeArrived(
  { received, fired, settled }: ForeseenArrival,
  settings: BatchSettings,
  ports: ForeseeingPorts,
): Promise<ForeseenEvent> {
  const { event } = received
  const due = received.firings.filter(({ firing }) => isInForce(instructionOf(firing)))
  const { firings, effects } = await foreseeFirings(
    due.map((one) => ({ ...one, event })),
    settings,
    ports,
    buildNotes(received, settings),
  )
  const decided = settled.flatMap(({ firing, ...rest }) => (firing === null ? [] : [{ firing, ...rest }]))
  return { event, fired, firings: [...decided, ...firings], own: findOwnEntry(settled, effects) }
}

/** What firings would do, site by site; each site's notes come first. */
export async function foreseeFirings(
  due: DueFiring[],
  settings: BatchSettings,
  ports: Pick<DispatchPorts, 'settler' | 'now'>,
  noted: { site: SiteRef; notes: Note[] }[] = [],
): Promise<{ firings: ForeseenFiring[]; effects: NoteEffect[] }> {
  const jobs = due.map((one) => ({ firing: one.firing, job: buildJob(one, settings) }))
  const unasked = jobs.flatMap(({ firing, job }): ForeseenFiring[] => {
    const settling = answerUnasked(job, ports.now())
    return settling === null
      ? []
      : [{ firing, outcome: settling.final ? settling.outcome : 'waiting', sentence: settling.sentence }]
  })
  const asked = jobs.flatMap(({ firing, job }) => (job?.integration.settings ? [{ firing, job }] : []))
  const sites = new Map<string, SiteRef>(
    [...noted.map(({ site }) => site), ...asked.map(({ job }) => job.integration)].map((one) => [siteRefKey(one), one]),
  )
  const foreseen = await Promise.all(
    [...sites].map(async ([key, site]) => {
      const own = asked.filter(({ job }) => siteRefKey(job.integration) === key)
      const notes = noted.flatMap((one) => (siteRefKey(one.site) === key ? one.notes : []))
      const { outcomes, effects } = await ask(
        ports.settler(site),
        own.map(({ job }) => job),
        notes,
      )
      const firings = own.flatMap(({ firing }, at) => {
        const outcome = outcomes[at]
        return outcome === undefined ? [] : [{ firing, ...outcome }]
      })
      return { firings, effects: effects.filter((effect) => effect !== null) }
    }),
  )
  const firings = [...unasked, ...foreseen.flatMap((one) => one.firings)]
  const order = due.map(({ firing }) => firing.id)
  firings.sort((one, other) => order.indexOf(one.firing.id) - order.indexOf(other.firing.id))
  return { firings, effects: foreseen.flatMap((one) => one.effects) }
}

function ask(settler: Settler, jobs: FiringJob[], notes: Note[]): Promise<Foresight> {
  return withTimeout(SITE_FORESEES_MS, settler.foresee(jobs, notes))
}

/** As the journal records effects: they are the event's entry, or the entry of a failure where rules have theirs. */
function findOwnEntry(settled: ForeseenArrival['settled'], effects: NoteEffect[]): ForeseenEvent['own'] {
  const own = settled.find(({ firing }) => firing === null)
  const changed = joinEffects(effects)
  const entry = changed !== null && (own !== undefined || isFailed(changed.outcome)) ? changed : own
  return entry === undefined ? null : { outcome: entry.outcome, sentence: entry.sentence }
}
