/** "The ledger decides": one walk over everything that happened, which leaves each grant with its bases, endings and cuts. */
import { ENDING_TRIGGERS } from '../../../src/model/trigger'
import { endOf } from './access'
import type { Act } from './acts'
import { effectOf } from './decision'
import { isRestart } from './dunning'
import { type EndingKind, undoes } from './endings'
import { endOfPayment, endOfRule, NEVER, startAfter } from './ends'
import { holdBack, listOpened, openBundle, startOf } from './openings'
import { isPayment, type Purchase } from './purchase'
import { remove } from './removals'
import { type AccessTarget, type Fact, type Found, type Instant, type RuleTerms, targetKey, type World } from './terms'

/** What gives access: a create, or a payment from which its days count again. */
export interface Basis {
  fact: Fact
  terms: RuleTerms
  start: Instant
  /** From which its days count. */
  from: Instant
  /** A new purchase adds the days left of the customer's others. */
  adds: boolean
}

export interface Ending {
  fact: Fact
  kind: EndingKind
  end: Instant
  rule: RuleTerms
}

/** What a removal took from a grant: all of it, or one course of a bundle. */
export interface Cut {
  fact: Fact
  /** Whose ending or event removed it: one fact may end several plans, each with a removal of its own. */
  purchase: Purchase
  rule: RuleTerms
  course: string | null
  end: Instant
}

export interface Grant {
  purchase: Purchase
  target: AccessTarget
  bases: Basis[]
  endings: Ending[]
  cuts: Cut[]
  /** Removals of all of it before it was bought again: they count where it is asked what was left before that. */
  past: Cut[]
  /** Calls that opened a bundle. */
  openings: Opening[]
  /** Courses they opened, as is known in the end. */
  opened: Set<string>
  /** Given back while a removal kept it closed: what it opens shows when that is undone. */
  held?: true
}

export interface Opening {
  at: Instant
  /** What the bundle held. */
  courses: string[]
  /** What was open before had ended for good. */
  isFresh: boolean
  /** What had given access until then, and the removals that kept it closed. */
  bases: Basis[]
  cuts: Cut[]
}

/** Access found, as far as removals reached it. */
export interface FoundState {
  found: Found
  cuts: Cut[]
}

export interface Ledger {
  grants: Grant[]
  found: FoundState[]
}

export function walk(acts: Act[], world: World): Ledger {
  const ledger: Ledger = { grants: [], found: world.found.map((found) => ({ found, cuts: [] })) }
  for (const act of acts) {
    // A removal takes what was given before its event, and what the event itself gives stays.
    for (const rule of act.rules.filter((rule) => effectOf(rule) === 'removal' && !act.void)) {
      remove(act, rule, ledger, world)
    }
    for (const grant of touched(act, ledger)) {
      settle(act, grant, ledger, world)
    }
  }
  for (const grant of ledger.grants) {
    const endsAt = (bases: Basis[]) => endOf({ ...grant, bases, endings: [] }, null, ledger, world)
    grant.opened = listOpened(grant, endsAt)
  }
  return ledger
}

/** Every grant of the purchase, and those that its rules speak of. */
function touched({ purchase, rules }: Act, ledger: Ledger): Grant[] {
  for (const { target } of rules) {
    grantOf(purchase, target, ledger)
  }
  return ledger.grants.filter((grant) => grant.purchase === purchase)
}

function grantOf(purchase: Purchase, target: AccessTarget, { grants }: Ledger): Grant {
  const known = grants.find((one) => one.purchase === purchase && targetKey(one.target) === targetKey(target))
  const grant = known ?? {
    purchase,
    target,
    bases: [],
    endings: [],
    cuts: [],
    past: [],
    openings: [],
    opened: new Set<string>(),
  }
  if (known === undefined) {
    grants.push(grant)
  }
  return grant
}

function settle(act: Act, grant: Grant, ledger: Ledger, world: World): void {
  const { fact } = act
  const rule = act.rules.find(({ target }) => targetKey(target) === targetKey(grant.target))
  const create = rule !== undefined && effectOf(rule) === 'create' ? rule : null
  const before = { bases: [...grant.bases], isFresh: grant.endings.some(({ end }) => end <= fact.at) }
  const wasRunning = endOf(grant, null, ledger, world) > fact.at
  const closing = grant.cuts.filter(({ course, end }) => course === null && end <= fact.at)
  const undone = act.reached ? [] : undo(fact, create, grant, ledger)
  if (isPayment(fact) && !act.reached) {
    movePaidEnds(fact, grant, ledger, world)
  }
  const bases = basesOf(act, create, grant, undone, world)
  grant.bases.push(...bases)
  // What a removal or an ending keeps closed makes no call.
  const mayOpen = bases.length > 0 || (undone.length > 0 && grant.bases.length > 0)
  if (mayOpen && isOpenAt(fact.at, grant, ledger, world)) {
    openBundle(fact, grant, { ...before, cuts: closing }, world)
  } else if (mayOpen && !wasRunning && endOf(grant, null, ledger, world) > fact.at) {
    grant.held = true
  }
  for (const other of ledger.grants.filter(({ held }) => held)) {
    if (isOpenAt(Math.max(fact.at, startOf(other)), other, ledger, world)) {
      openBundle(fact, other, { bases: [], cuts: [], isFresh: true }, world)
      delete other.held
    }
  }
  if (rule?.verb === 'expire' && ENDING_TRIGGERS.has(rule.trigger) && act.ending !== null) {
    const ending = { fact, kind: act.ending, end: endOfRule(rule, act, world), rule }
    if (act.void) {
      holdBack(ending, grant, world)
    } else {
      grant.endings.push(ending)
    }
  }
}

/** Good news removes the endings it matches and nothing else; a Product Purchased that creates removes them all. */
function undo(fact: Fact, create: RuleTerms | null, grant: Grant, ledger: Ledger): Ending[] {
  if (create !== null && fact.type === 'product.purchased') {
    grant.past.push(...grant.cuts.filter(({ course }) => course === null))
    grant.cuts = []
  }
  const undone = grant.endings.filter(({ fact: ending, kind, rule }) =>
    create !== null && fact.type === 'product.purchased'
      ? true
      : (rule.giveBack || create !== null) && undoes(fact, ending, kind, grant.purchase),
  )
  grant.endings = grant.endings.filter((ending) => !undone.includes(ending))
  // "Its undoing restores all it cut."
  for (const { fact: ending, rule } of undone) {
    const isCut = (cut: Cut) => cut.fact === ending && cut.rule === rule && cut.purchase === grant.purchase
    for (const other of [...ledger.grants, ...ledger.found]) {
      other.cuts = other.cuts.filter((cut) => !isCut(cut))
    }
    for (const other of ledger.grants) {
      other.past = other.past.filter((cut) => !isCut(cut))
    }
  }
  return undone
}

/** A charge before an end at the paid period moves it to the charge's period end, if later. */
function movePaidEnds(fact: Fact, grant: Grant, ledger: Ledger, world: World): void {
  for (const ending of grant.endings) {
    const { ends } = ending.rule
    if (ends.kind === 'paid' && fact.at < ending.end && ending.fact.type !== 'subscription.expired') {
      ending.end = Math.max(ending.end, endOfPayment(fact, ends.days, world))
      const cuts = [...ledger.grants, ...ledger.found].flatMap((one) => one.cuts)
      const isCut = (cut: Cut) =>
        cut.fact === ending.fact && cut.rule === ending.rule && cut.purchase === grant.purchase
      for (const cut of cuts.filter(isCut)) {
        cut.end = Math.max(cut.end, ending.end)
      }
    }
  }
}

function basesOf(
  { fact, reached }: Act,
  create: RuleTerms | null,
  grant: Grant,
  undone: Ending[],
  world: World,
): Basis[] {
  if (create !== null) {
    const start = startAfter(create, fact, world)
    return [{ fact, terms: create, start, from: start, adds: isFirstSale(fact, grant.purchase) }]
  }
  const counts = isPayment(fact) || (isRestart(fact) && undone.length > 0)
  if (reached || !counts || grant.bases.length === 0) {
    return []
  }
  const start = Math.min(...grant.bases.map((basis) => basis.start))
  const from = Math.max(fact.at, start)
  return grant.bases
    .filter(({ terms }) => terms.lasts.kind === 'days')
    .map(({ terms }) => ({ fact, terms, start: from, from, adds: false }))
}

/** A later order under the same subscription is a payment of the purchase, and no new one. */
function isFirstSale(fact: Fact, { facts }: Purchase): boolean {
  return facts.find(({ type }) => type === 'product.purchased') === fact
}

function isOpenAt(at: Instant, grant: Grant, ledger: Ledger, world: World): boolean {
  const cuts = grant.cuts.flatMap(({ course, end }) => (course === null ? [end] : []))
  return Math.min(endOf(grant, null, ledger, world), NEVER, ...cuts) > at
}
