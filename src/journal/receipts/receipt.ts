/** A receipt: an event, what it fired, and what came of that. Open until all of it is final. */
import type { MarketEvent } from '../../model/event'
import type { FiredTrigger, Firing } from '../../model/firing'
import type { FinalOutcome } from '../../model/outcome'
import { checkVersion } from '../../model/schema-version'
import type { NewProduct, OpenFiring, PersonRequest } from '../queries'
import { entryId, runId } from '../storage/keys'

/** The version of this shape; a reader accepts its own and the last one's. */
export const RECEIPT_VERSION = 1

export interface Receipt {
  v: typeof RECEIPT_VERSION
  key: string
  /** Epoch ms. */
  opened: number
  /** Null while something is not final. */
  closed: number | null
  event: MarketEvent
  fired: FiredTrigger[][]
  results: Result[]
  repeats: number
  newProducts: NewProduct[]
  /** A person wants the event run against today's rules; done when it next comes by. */
  replay: { person: string; at: number } | null
  erased: boolean
}

/** One entry of the log, to be or as it was. */
export interface Result {
  /** 0: the event itself, which fired nothing. */
  n: number
  firing: Firing | null
  run: number
  origin: OpenFiring['origin']
  /** Who asked for this run. */
  person: string | null
  /** Null: not final yet. */
  outcome: FinalOutcome | null
  sentence: string
  /** When it became final. */
  at: number | null
  /** Decided by a person, so that work under way may still tell otherwise. */
  byHand: boolean
  asked: PersonRequest[]
}

/** Throws NewerVersionError. */
export function parseReceipt(text: string): Receipt {
  const receipt: Receipt = JSON.parse(text)
  checkVersion('The data of this event', receipt.v, RECEIPT_VERSION)
  return receipt
}

/** A receipt of an event nobody matched yet. */
export function newReceipt(key: string, event: MarketEvent, now: number): Receipt {
  return {
    v: RECEIPT_VERSION,
    key,
    opened: now,
    closed: null,
    event,
    fired: [],
    results: [],
    repeats: 0,
    newProducts: [],
    replay: null,
    erased: false,
  }
}

/** True for an event parked before it was ever matched. */
export function isUnmatched(receipt: Receipt): boolean {
  return receipt.results.some((result) => result.n === 0 && result.outcome === null)
}

/** A result at its beginning: nothing known yet. */
export function newResult(n: number, firing: Firing | null, origin: Result['origin'] = 'event'): Result {
  return { n, firing, run: 1, origin, person: null, outcome: null, sentence: '', at: null, byHand: false, asked: [] }
}

/** The results still to be settled by somebody. */
export function listOpenResults(receipt: Receipt): Result[] {
  return receipt.results.filter((result) => result.outcome === null)
}

/** What dispatch is to settle for a result; null for the event itself. */
export function toOpenFiring(receipt: Receipt, result: Result): OpenFiring | null {
  if (result.firing === null) {
    return null
  }
  const id = runId(entryId(receipt.key, result.n), result.run)
  return { firing: { ...result.firing, id }, origin: result.origin, person: result.person }
}
