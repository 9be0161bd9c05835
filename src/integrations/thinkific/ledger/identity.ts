/**
 * Which events are one purchase: one product of one order or subscription of one customer. Worked out from all of a
 * customer's events in the order they happened, whenever they arrived.
 */
import { IdentityPass } from './identity-pass'
import { isChosen, type LedgerEvent } from './ledger-event'
import { type Lessons, type OwnedPurchase, type ProductLine, ProductPurchases } from './product-purchases'

/** Each pass knows what joins of the one before have taught; real histories settle in two or three. */
const MOST_PASSES = 9
/** Until this pass, what an event taught that has found another purchase since is forgotten; then two readings might take turns. */
const LAST_TO_FORGET = 4

interface Identified {
  purchases: OwnedPurchase[]
  /** Events that fit several purchases, or none of them for sure. */
  unclear: LedgerEvent[]
  /** Those of them that fit purchases of several other customers. */
  ambiguous: ReadonlySet<LedgerEvent>
  /** Those of them that fit several purchases that a correction took from their customer, and who has these now. */
  followed: ReadonlyMap<LedgerEvent, string>
  lessons: ReadonlyMap<LedgerEvent, LedgerEvent>
}

/** Of one customer's events, what others reported included. @param events of one product, in the order they happened */
export function identifyPurchases(events: LedgerEvent[]): Identified {
  const emailOf = ({ from = '' }: LedgerEvent) => from
  return identifyAll({ events, homeOf: () => '', emailOf, moverOf: () => undefined, isInTarget: () => true })
}

export function identifyAll(line: ProductLine): Identified {
  let lessons: Lessons = new Map(
    line.events.flatMap((event) => {
      const { joined } = event
      const sale = joined && line.events.find((one) => isChosen(one, joined))
      return sale === undefined ? [] : [[event, sale] as const]
    }),
  )
  for (let pass = 1; ; pass += 1) {
    const known = new ProductPurchases(line, lessons)
    const next = new IdentityPass(line, known)
    next.run()
    const forgets = pass <= LAST_TO_FORGET
    const taught = forgets ? known.listTaught() : known.lessons
    const isSettled = taught.size === lessons.size && (!forgets || isSame(taught, lessons))
    if (isSettled || pass === MOST_PASSES) {
      const { unclear, ambiguous, followed } = next
      const purchases = known.all.filter(({ events }) => events.length > 0)
      return { purchases, unclear, ambiguous, followed, lessons: known.lessons }
    }
    lessons = taught
  }
}

function isSame(one: Lessons, other: Lessons): boolean {
  return [...one].every(([event, sale]) => other.get(event) === sale)
}
