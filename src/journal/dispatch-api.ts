import type { MarketEvent } from '../model/event'
import type { FiredTrigger, Firing } from '../model/firing'
import type { Origin, YieldingFiring } from '../model/firing-job'
import type { FinalOutcome, Settling } from '../model/outcome'
import type { PurchaseChoice } from '../model/purchase'
import type { Rule, Target } from '../model/rule'
import type { Trigger } from '../model/trigger'

/** An event with every rule that could match it. */
export interface Arrival {
  event: MarketEvent
  candidates: Rule[]
  /** Products besides the event's own whose rules are among the candidates. */
  earlier?: string[]
}

export interface NewProduct {
  id: string
  name: string | null
}

/** `more`: nothing was written yet, the rules of `earlier` are needed as well; `repeat`: a copy of an event already handled; `closed`: nothing left to do; `open`: `firings` are to be settled. */
export interface ReceiveResult {
  status: 'open' | 'closed' | 'repeat' | 'more'
  /** As stored from the first copy. */
  event: MarketEvent
  triggers: Trigger[][]
  firings: OpenFiring[]
  newProducts: NewProduct[]
  /** Products bought before under the event's subscription. */
  earlier?: string[]
  /** A person has it run again. */
  replayed?: true
  /** The present run of the event's own entry, whether or not it has one; missing from an older Worker while a deploy is under way. */
  entry?: string
  /** The purchase a person chose there. */
  chosen?: PurchaseChoice
}

/** What an arrival would come to, with nothing of it kept. */
export interface ForeseenArrival {
  received: ReceiveResult
  /** Triggers of each item, those of earlier plans included. */
  fired: FiredTrigger[][]
  /** What needs no site; the event's own entry has no firing. */
  settled: { firing: Firing | null; outcome: FinalOutcome; sentence: string }[]
}

/** `firing.id` identifies this run; a Retry gets another id. */
export interface OpenFiring {
  firing: Firing
  origin: Origin
  person: string | null
  /** Its grant stands and its access begins later: what becomes of its rule no longer matters. */
  granted?: true
  /** The purchase a person chose for an unclear event. */
  chosen?: PurchaseChoice
  /** Targets on the same site that other open firings of the item act on. */
  alsoActsOn?: Target[]
  /** What made way for it. */
  yielding?: YieldingFiring[]
}

export interface DueFiring extends OpenFiring {
  event: MarketEvent
}

export interface FiringAnswer {
  event: string
  firing: string
  settling: Settling
  /** Before the site was asked, epoch ms; missing from an older Worker while a deploy is under way. */
  askedAt?: number
}

export interface ReleaseFilter {
  integration?: string | undefined
  site?: string | undefined
  firing?: string | undefined
  event?: string | undefined
  /** Not what is parked, but what waits for its slot. */
  waits?: 'pace' | undefined
  /** The site answers again: since and until when it did not, epoch ms. */
  held?: { since: number; until: number } | undefined
}
