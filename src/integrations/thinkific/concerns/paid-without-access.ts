/** A customer whose newest payment stands and whose rule gives access, but who has none. */
import type { Claim, Customer, Purchase } from '../ledger/customer'
import { targetKey } from '../ledger/customer'
import { claimEnd, ENDLESS } from '../ledger/ends'
import { resolveAccess } from '../ledger/grants'
import type { LedgerEvent } from '../ledger/ledger-event'
import { compareEvents } from '../ledger/occurrence'
import { takesGrant } from '../ledger/removal'
import type { Finding, KnownPurchase, Situation } from './concerns'

interface Block {
  at: number
  until: number
  /** At the end of the paid period: a payment before then has moved it. */
  isPaidPeriod: boolean
}

export function findMissingAccess(own: KnownPurchase, situation: Situation): Finding[] {
  const { purchase, facts } = own
  const newest = findStandingPayment(own)
  if (newest === null || newest.quiet) {
    return []
  }
  return Object.values(purchase.claims).flatMap((claim): Finding[] => {
    const since = missingSince(purchase, claim, newest, facts.events, situation)
    return since === null ? [] : [{ target: claim.target, event: newest, since, until: null }]
  })
}

/** Null where the newest payment was taken back, or there is none. */
function findStandingPayment({ facts, takenBack }: KnownPurchase): LedgerEvent | null {
  const newest = facts.payments.at(-1)?.event
  return newest === undefined || (takenBack !== null && compareEvents(newest, takenBack) < 0) ? null : newest
}

/** Null where access is as it should be. */
function missingSince(
  purchase: Purchase,
  claim: Claim,
  newest: LedgerEvent,
  events: LedgerEvent[],
  { customer, contents, now }: Situation,
): number | null {
  const key = targetKey(claim.target)
  const isOpening = ({ acts }: LedgerEvent) =>
    acts.filter(({ does, target }) => does === 'create' && targetKey(target) === key)
  const own = isOpening(newest)
  const isByRule = events.some((event) => isOpening(event).some(({ by }) => by !== 'person'))
  const { create } = claim
  if (create === null || !isByRule || (own.length > 0 && own.every(({ by }) => by !== 'rule'))) {
    return null
  }
  const willStart = create.starts !== null && create.starts > now && claimEnd(claim) > create.starts
  if (newest.awaited?.includes(key) || willStart) {
    return null
  }
  const blocks = listBlocks(customer, purchase, claim, events)
  const wasOver = !create.byPerson && own.some(({ isOver }) => isOver)
  if (blocks.length === 0 && !wasOver) {
    return null
  }
  const access = resolveAccess(customer, key, contents, now)
  if (access.end === ENDLESS || (access.end > now && access.by?.purchase?.id !== purchase.id)) {
    return null
  }
  if (blocks.length === 0) {
    return access.end <= now ? newest.at : null
  }
  const isUnpaid = blocks.some(({ at, until, isPaidPeriod }) => newest.at <= at || (isPaidPeriod && newest.at < until))
  return isUnpaid ? null : Math.max(newest.at, access.end)
}

function listBlocks({ removals }: Customer, purchase: Purchase, claim: Claim, events: LedgerEvent[]): Block[] {
  const acts = new Map(events.flatMap((event) => event.acts.map((act) => [act.firing, act])))
  const ends = claim.ends.map(({ happened, type, until }): Block => {
    const isPaidPeriod = acts.get(happened.firing)?.end.when === 'paid' && type !== 'subscription.expired'
    return { at: happened.at, until, isPaidPeriod }
  })
  const { create } = claim
  const cut = (removals[targetKey(claim.target)] ?? []).filter(
    (removal) => create !== null && takesGrant(removal, purchase, create),
  )
  return [...ends, ...cut.map(({ happened, until }) => ({ at: happened.at, until, isPaidPeriod: false }))]
}
