/** Entries whose firing turned out clear, or unclear, since it was settled: a later event named its purchase, or another. */
import type { Amendment, FinalOutcome } from '../../../model/outcome'
import type { Customer } from '../ledger/customer'
import { derive } from '../ledger/derive'
import type { Fate } from '../ledger/fate'
import type { Act } from '../ledger/ledger-event'

const UNCLEAR =
  'A later event showed that more than one purchase fits this one, so what it changed was taken back. Choose the purchase it belongs to.'
const CLEAR = 'A later event showed which purchase this one is about, and it was carried out.'

/** The customer with what their entries say from now on, and what is to be said. */
export function amendEntries(customer: Customer): { customer: Customer; amendments: Amendment[] } {
  const { fates } = derive(customer)
  const amendments: Amendment[] = []
  const amend = (act: Act): Act => {
    const fate = fates.get(act.firing)
    const isUnclear = fate?.kind === 'unclear'
    if (act.isSaidUnclear === undefined || act.isSaidUnclear === isUnclear) {
      return act
    }
    amendments.push(
      isUnclear
        ? { firing: act.firing, outcome: 'unclear', sentence: UNCLEAR }
        : { firing: act.firing, outcome: toOutcome(act, fate), sentence: CLEAR },
    )
    return { ...act, isSaidUnclear: isUnclear }
  }
  const history = customer.history.map((event) => ({ ...event, acts: event.acts.map(amend) }))
  return amendments.length === 0 ? { customer, amendments } : { customer: { ...customer, history }, amendments }
}

/** Notes what the entry of a firing says. */
export function withSaid(customer: Customer, firing: string, outcome: FinalOutcome): Customer {
  const note = (act: Act): Act => (act.firing === firing ? { ...act, isSaidUnclear: outcome === 'unclear' } : act)
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
