/** An event, what it fired, and the outcomes. Open until all are final. */
import type { MarketEvent } from '../../model/event'
import type { FiredTrigger, Firing } from '../../model/firing'
import { toJobInstruction, type YieldingFiring } from '../../model/firing-job'
import { instructionOf, isInForce } from '../../model/instruction'
import type { FinalOutcome } from '../../model/outcome'
import type { PurchaseChoice } from '../../model/purchase'
import type { Resolution } from '../../model/resolution'
import { isSameTarget } from '../../model/rule'
import { checkVersion } from '../../model/schema-version'
import type { EarlierRefusal, NewProduct, OpenFiring, PersonRequest } from '../queries'
import { entryId, runId } from '../storage/keys'

/** Readers accept this version and the previous one. */
export const RECEIPT_VERSION = 1

export interface Receipt {
  v: typeof RECEIPT_VERSION
  key: string
  /** Epoch ms. */
  opened: number
  /** Null while any result is open. */
  closed: number | null
  event: MarketEvent
  fired: FiredTrigger[][]
  results: Result[]
  repeats: number
  newProducts: NewProduct[]
  /** A person's request to run against current rules, carried out at the next delivery. */
  replay: ReplayRequest | null
  erased: boolean
  refusedBefore?: EarlierRefusal
}

interface ReplayRequest {
  person: string
  at: number
  /** Only this rule runs; every current one where it is absent. */
  rule?: string
}

/** One log entry, open or final. */
export interface Result {
  /** 0 for the event's own entry, when it fired nothing. */
  n: number
  firing: Firing | null
  run: number
  origin: OpenFiring['origin']
  /** Who requested this run. */
  person: string | null
  /** Null while open. */
  outcome: FinalOutcome | null
  sentence: string
  at: number | null
  /** Ended by a person; a settlement from a run still under way may override it. */
  byHand: boolean
  asked: PersonRequest[]
  /** Its access begins later and the grant stands: what becomes of its rule no longer matters. */
  granted?: true
  /** The purchase a person chose where that was unclear. */
  chosen?: PurchaseChoice & { person: string }
  /** Absent while it is open-ended, and where nothing had to be closed. */
  resolved?: Resolution
}

/** Throws NewerVersionError. */
export function parseReceipt(text: string): Receipt {
  const receipt: Receipt = JSON.parse(text)
  checkVersion('The data of this event', receipt.v, RECEIPT_VERSION)
  return receipt
}

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

/** The event was parked before it was matched. */
export function isUnmatched(receipt: Receipt): boolean {
  return receipt.results.some((result) => result.n === 0 && result.outcome === null && result.chosen === undefined)
}

export function newResult(n: number, firing: Firing | null, origin: Result['origin'] = 'event'): Result {
  return { n, firing, run: 1, origin, person: null, outcome: null, sentence: '', at: null, byHand: false, asked: [] }
}

export function listOpenResults(receipt: Receipt): Result[] {
  return receipt.results.filter((result) => result.outcome === null)
}

/** The present run of the event's own entry, whether or not it has one. */
export function nameOwnRun({ key, results }: Receipt): string {
  return runId(entryId(key, 0), findOwn(results)?.run ?? 1)
}

export function findOwn(results: Result[]): Result | undefined {
  return results.find(({ n }) => n === 0)
}

export function toChoice({ chosen }: Pick<Result, 'chosen'> = {}): { chosen?: PurchaseChoice } {
  return chosen === undefined ? {} : { chosen: { event: chosen.event, subscription: chosen.subscription } }
}

/** Null for the event's own entry. */
export function toOpenFiring(receipt: Receipt, result: Result): OpenFiring | null {
  if (result.firing === null) {
    return null
  }
  const id = runId(entryId(receipt.key, result.n), result.run)
  const alsoActsOn = listOpenResults(receipt).flatMap(({ firing }) =>
    firing !== null && isBeside(firing, result.firing) ? [instructionOf(firing).target] : [],
  )
  const yielding = result.origin === 'event' ? listYielding(receipt, result, id) : []
  const { firing, origin, person } = result
  return {
    firing: { ...firing, id },
    origin,
    person,
    ...(result.granted === true ? { granted: true } : {}),
    ...toChoice(result),
    ...(alsoActsOn.length === 0 ? {} : { alsoActsOn }),
    ...(yielding.length === 0 ? {} : { yielding }),
  }
}

/** What made way for a result, and what made way for that. @param to its run */
function listYielding(receipt: Receipt, decider: Result, to: string): YieldingFiring[] {
  const entry = entryId(receipt.key, decider.n)
  return receipt.results.flatMap((one) => {
    if (one.firing?.yieldsTo !== entry || one.outcome !== 'superseded' || one.resolved?.how === 'undone') {
      return []
    }
    const id = runId(entryId(receipt.key, one.n), one.run)
    const own = { id, trigger: one.firing.trigger, instruction: toJobInstruction(one.firing), to }
    return [own, ...listYielding(receipt, one, id)]
  })
}

function isBeside(firing: Firing, other: Firing | null): boolean {
  if (other === null || firing.item !== other.item || firing.impliedBy !== other.impliedBy) {
    return false
  }
  const [own, its] = [instructionOf(firing), instructionOf(other)]
  return isInForce(own) && own.integration.site === its.integration.site && !isSameTarget(own.target, its.target)
}
