/** Entries whose firing turned out clear, or unclear, since it was settled: a later event named its purchase, or another. */
import type { Amendment, FinalOutcome } from '../../../model/outcome'
import type { Customer } from '../ledger/customer'
import { derive } from '../ledger/derive'
import type { Fate } from '../ledger/fate'
import type { Act, LedgerEvent } from '../ledger/ledger-event'

const UNCLEAR =
  'A later event showed that more than one purchase fits this one, so what it changed was taken back. Choose the purchase it belongs to.'
const CLEAR = 'A later event showed which purchase this one is about, and it was carried out.'
const CHOSEN = 'A person chose the purchase this event is about, and it was carried out.'

/** The customer with the new outcomes of their entries, and the amendments to report. */
export function amendEntries(customer: Customer): { customer: Customer; amendments: Amendment[] } {
  const { fates } = derive(customer)
  const amendments: Amendment[] = []
  const amend = (act: Act, { chosen }: LedgerEvent): Act => {
    const fate = fates.get(act.firing)
    const isUnclear = fate?.kind === 'unclear'
    if (act.isSaidUnclear === undefined || act.isSaidUnclear === isUnclear) {
      return act
    }
    amendments.push(
      isUnclear
        ? { firing: act.firing, outcome: 'unclear', sentence: UNCLEAR }
        : { firing: act.firing, outcome: toOutcome(act, fate), sentence: chosen ? CHOSEN : CLEAR },
    )
    return { ...act, isSaidUnclear: isUnclear }
  }
  const history = customer.history.map((event) => ({ ...event, acts: event.acts.map((act) => amend(act, event)) }))
  return amendments.length === 0 ? { customer, amendments } : { customer: { ...customer, history }, amendments }
}

/** Notes what the entry of a firing says. */
export function withSaid(customer: Customer, firing: string, outcome: FinalOutcome): Customer {
  const note = (act: Act): Act =>
    act.firing === firing
      ? {
          ...act,
          isSaidUnclear: outcome === 'unclear',
          ...(act.does === 'create' && outcome === 'no change' ? { isOver: true as const } : {}),
        }
      : act
  return { ...customer, history: customer.history.map((event) => ({ ...event, acts: event.acts.map(note) })) }
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
