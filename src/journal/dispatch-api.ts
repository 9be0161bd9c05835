/** What dispatch and the journal hand each other: plain data, as it crosses the object's RPC. */

import type { MarketEvent } from '../model/event'
import type { Firing } from '../model/firing'
import type { Origin } from '../model/job'
import type { Settling } from '../model/outcome'
import type { Rule } from '../model/rule'
import type { Trigger } from '../model/trigger'

/** An event with every rule that could fire for it. */
export interface Arrival {
  event: MarketEvent
  candidates: Rule[]
}

export interface NewProduct {
  id: string
  name: string | null
}

/** `repeat`: it came before and was dealt with; `closed`: nothing is left to do; `open`: `firings` are to be settled. */
export interface ReceiveResult {
  status: 'open' | 'closed' | 'repeat'
  /** The event as stored: the first copy's. */
  event: MarketEvent
  /** For each item of the event, the triggers it fires. */
  triggers: Trigger[][]
  firings: OpenFiring[]
  /** Products nobody ever told of before. */
  newProducts: NewProduct[]
}

/** A firing still to be settled, and who asks for it. Its `firing.id` names this run of it: a person's Retry has another. */
export interface OpenFiring {
  firing: Firing
  origin: Origin
  person: string | null
}

export interface FiringToSettle extends OpenFiring {
  event: MarketEvent
}

export interface FiringAnswer {
  event: string
  firing: string
  settling: Settling
}

export interface ReleaseFilter {
  integration?: string | undefined
  site?: string | undefined
  firing?: string | undefined
  event?: string | undefined
}
