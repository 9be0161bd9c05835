/** Entries whose firing turned out clear, or unclear, since it was settled: a later event named its purchase, or another. */
import type { Amendment, FinalOutcome } from '../../../model/outcome'
import type { Customer } from '../ledger/customer'
import { targetKey } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { changesAccess } from '../ledger/event-effect'
import type { Fate } from '../ledger/fate'
import { type Contents, resolveAccess } from '../ledger/grants'
import type { Act, LedgerEvent } from '../ledger/ledger-event'
import { isEnding } from '../ledger/undoing'
import type { Account } from '../storage/account'

const UNCLEAR =
  'A later event showed that more than one purchase fits this one, so what it changed was undone. Choose the purchase it belongs to.'
const CLEAR = 'A later event showed which purchase this one is about, and it was carried out.'
const KEPT = 'A later event showed which purchase this one is about. Another purchase keeps the access.'
const ENDED_THERE =
  'A later event showed that this one is about another customer’s purchase, and it was carried out for them.'
const OPENED_THERE =
  'A later event showed that this one is about another customer’s purchase, so it counts for them, and what it had opened here has ended.'
const MOVED_HOME =
  'A later event showed that this one is about no other customer’s purchase, and it was carried out for the one it names.'
const OVERTAKEN =
  'Access opened and closed again at once: an event that came in before this one turned out to end this purchase.'
const FREED = 'What superseded this was undone, so it applies again.'
const CHOSEN = 'A person chose the purchase this event is about, and it was carried out.'

/**
 * Stored with what changed them, as brought about by a firing or note: should its answer be lost, sending it again reports
 * them again.
 */
export function amendEntries(customer: Customer, by: string): Customer {
  const { fateOf, purchaseOf } = derive(customer)
  const amend = (act: Act, marketplace: string): Act => {
    const isUnclear = fateOf(marketplace, act.firing)?.kind === 'unclear'
    const isSaid = act.isSaidUnclear === undefined || act.isSaidUnclear === isUnclear
    return isSaid ? act : { ...act, isSaidUnclear: isUnclear, amendedBy: by }
  }
  const history = customer.history.map((event) => ({
    ...event,
    ...(event.saidUnclear && purchaseOf(event) !== null
      ? { saidUnclear: { amendedBy: by, ...event.saidUnclear } }
      : {}),
    acts: event.acts.map((act) => amend(act, event.marketplace)),
  }))
  return { ...customer, history }
}

/** What a firing or note changed about earlier entries, as it stands now. */
export function listAmendments(
  { customer, settled }: Account,
  marketplace: string,
  by: string[],
  contents: Contents,
): Amendment[] {
  const isBy = ({ amendedBy }: { amendedBy?: string } = {}) => amendedBy !== undefined && by.includes(amendedBy)
  const ofOwn = settled.filter(({ id }) => id.startsWith(`${marketplace}~`))
  const remarks = ofOwn.filter(isBy).map(({ id, outcome, sentence }): Amendment => {
    return { firing: id.slice(id.indexOf('~') + 1), outcome, sentence }
  })
  const own = customer.history.filter((event) => event.marketplace === marketplace)
  if (!own.some(({ acts, saidUnclear }) => isBy(saidUnclear) || acts.some(isBy))) {
    return remarks
  }
  const { fateOf, purchaseOf } = derive(customer)
  const isKept = ({ does, hasMoved, target }: Act, event: LedgerEvent) => {
    const { by: keeper, end } = resolveAccess(customer, targetKey(target), contents)
    return (
      does !== 'create' && !hasMoved && !event.chosen && end > Date.now() && keeper?.purchase?.id !== purchaseOf(event)
    )
  }
  const entries = own.flatMap((event) =>
    event.acts.filter(isBy).map((act): Amendment => {
      const said = describeEntry(act, event, fateOf(marketplace, act.firing))
      return said.outcome === 'expired' && isKept(act, event) ? { ...said, outcome: 'kept', sentence: KEPT } : said
    }),
  )
  const notes = own.flatMap((event): Amendment[] => {
    const { saidUnclear, type } = event
    if (saidUnclear === undefined || !isBy(saidUnclear)) {
      return []
    }
    const changed = changesAccess(customer, event, contents, Date.now())
    const outcome = !changed ? 'no change' : isEnding(type) ? 'expired' : 'renewed'
    return [{ firing: saidUnclear.entry, outcome, sentence: CLEAR }]
  })
  return [...entries, ...notes, ...remarks]
}

/** Of an entry that was written before its event moved to another customer; one still to come will say it itself. */
export function withMove(act: Act, by: string): Act {
  return act.isSaidUnclear === undefined ? act : { ...act, hasMoved: true, amendedBy: by }
}

/** What a firing's own entry says once other customers' events found their place: one of them may have ended what it opened. */
export function describeOvertaken(
  { customer }: Account,
  { marketplace, acts }: LedgerEvent,
  { firing, outcome, contents }: { firing: string; outcome: FinalOutcome; contents: Contents },
): Amendment[] {
  const isEnded = derive(customer).fateOf(marketplace, firing)?.kind === 'overruled'
  const isClosed = acts.every(({ target }) => resolveAccess(customer, targetKey(target), contents).end <= Date.now())
  const hadOpened = outcome === 'enrolled' || outcome === 'renewed'
  return hadOpened && isEnded && isClosed ? [{ firing, outcome: 'superseded', sentence: OVERTAKEN }] : []
}

/** An entry that was superseded by what has been undone since. */
export function describeFreed({ firing, does }: Act): Amendment {
  return { firing, outcome: does === 'create' ? 'enrolled' : 'expired', sentence: FREED }
}

function describeEntry(act: Act, event: LedgerEvent, fate: Fate | undefined): Amendment {
  return act.isSaidUnclear
    ? { firing: act.firing, outcome: 'unclear', sentence: UNCLEAR }
    : { firing: act.firing, outcome: toOutcome(act, fate), sentence: describeClearing(act, event) }
}

function describeClearing({ does, hasMoved }: Act, { chosen, from }: LedgerEvent): string {
  if (chosen || !hasMoved) {
    return chosen ? CHOSEN : CLEAR
  }
  return from === undefined ? MOVED_HOME : does === 'create' ? OPENED_THERE : ENDED_THERE
}

/** Notes what the entry of a firing says. */
export function withSaid(
  customer: Customer,
  { marketplace, firing }: { marketplace: string; firing: string },
  outcome: FinalOutcome,
): Customer {
  const note = (act: Act): Act =>
    act.firing === firing
      ? {
          ...act,
          isSaidUnclear: outcome === 'unclear',
          ...(act.does === 'create' && outcome === 'no change' ? { isOver: true as const } : {}),
        }
      : act
  const history = customer.history.map((event) =>
    event.marketplace === marketplace ? { ...event, acts: event.acts.map(note) } : event,
  )
  return { ...customer, history }
}

function toOutcome({ does }: Act, fate: Fate | undefined): FinalOutcome {
  switch (fate?.kind) {
    case 'overruled':
    case 'yields':
      return 'superseded'
    case 'paid in full':
    case 'paid again':
      return 'kept'
    default:
      return does === 'create' ? 'enrolled' : 'expired'
  }
}
