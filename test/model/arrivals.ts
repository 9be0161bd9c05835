/** How a sender tells what happened: as events, with as few ids as leave no doubt. */
import { isCreateAction } from '../../src/integrations/thinkific/actions'
import {
  EVENT_VERSION,
  type EventCustomer,
  type EventItem,
  type MarketEvent,
  toStoredSource,
} from '../../src/model/event'
import { EVERY_PRODUCT, type Rule } from '../../src/model/rule'
import type { Beat } from './beat'
import type { CustomerPlan, Plan } from './histories'
import type { Happening } from './model'
import { marketplaceOf } from './setups'
import { BEGINNING, buildStory, type Life, type Naming } from './stories'

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
const NAMES_BOTH = 2

/** A customer's purchases, as they were and as they are told. */
export function person(
  { lives, found, administrator }: CustomerPlan,
  email: string,
  { facts, two, arrival }: Plan,
  rules: Rule[],
) {
  const happened: Happening[] = []
  const events: MarketEvent[] = []
  const other = `other-${email}`
  const orders = new Map<Life, { start: number; order: string }>()
  for (const [index, life] of lives.entries()) {
    const marketplace = marketplaceOf(life, two)
    const own = lives.filter((one) => marketplaceOf(one, two) === marketplace)
    const nth = own.indexOf(life)
    const previous = own[nth - 1]
    const alone = own.filter(({ product }) => product === life.product).length === 1
    // Whoever is let in by its order, which comes first, holds it; and what was there before is under one email.
    const isTheirs = arrival === 'ordered' && rules.some((rule) => letsIn(rule, life, marketplace))
    const mayDiffer = isTheirs && alone && found.length === 0 && !administrator
    const apart = life.otherEmail && life.recurring && mayDiffer
    const naming = apart ? 'split' : namingOf(life, alone)
    const joined = life.joined && alone && previous?.test === life.test && naming !== 'neither' && !life.refundFirst
    // Two merchants may number alike.
    const fresh = { start: BEGINNING + life.startDay * DAY_MS + index * 7 * SECOND_MS, order: `${email} order ${nth}` }
    const { start, order } = (joined && previous && orders.get(previous)) || fresh
    orders.set(life, { start, order })
    const purchase = `${email} ${index}`
    const carries = naming === 'both' || naming === 'split' || naming === 'subscription'
    const tale = { ...life, counts: life.counts && carries }
    const story = buildStory(tale, start, index + 1, facts)
    // In the end it is said to be one purchase.
    if (apart) {
      story.push(...story.splice(-1).map((last) => ({ ...last, bits: NAMES_BOTH })))
    }
    for (const [beat, current] of story.entries()) {
      const subscription = `${email} subscription ${nth}`
      const event = eventOf(current, life, { marketplace, email, order, subscription, naming, facts })
      event.id = `${purchase}.${beat}`
      if (apart && event.orderId === null) {
        event.customer = customerOf(other)
      }
      const together =
        joined && beat === 0
          ? events.find((one) => one.id === `${email} ${previous ? lives.indexOf(previous) : ''}.0`)
          : undefined
      const shared = together !== undefined && together.orderId !== null && together.type === event.type
      if (shared) {
        together.items.push(...event.items)
      } else {
        events.push(event)
      }
      happened.push({
        ...{
          event: shared ? together.id : event.id,
          marketplace,
          at: current.at,
          type: current.type,
          triggers: current.triggers,
        },
        ...{ product: life.product, purchase, recurring: life.recurring, test: life.test },
        nameless: naming === 'neither',
        periodEnd: event.items[0]?.subscription?.periodEnd ?? null,
      })
    }
  }
  return { email, other, happened, events }
}

function letsIn({ marketplace, product, trigger, action, options }: Rule, life: Life, own: string): boolean {
  const theirs = marketplace === own && (product === EVERY_PRODUCT || product === life.product)
  return theirs && trigger === 'product.purchased' && isCreateAction(action) && !(options.skipTest && life.test)
}

/** Some of a subscription's events name its order too. */
function namesBoth({ bits }: Beat): boolean {
  return bits >= NAMES_BOTH
}

/** Two purchases of one product need all their ids; a single one any of them, or none. */
function namingOf({ recurring, naming }: Life, alone: boolean): Naming {
  if (!alone) {
    return recurring ? 'both' : 'order'
  }
  return recurring || naming === 'neither' ? naming : 'order'
}

interface ArrivalSpec {
  marketplace: string
  email: string
  order: string
  subscription: string
  naming: Naming
  facts: boolean
}

function eventOf(
  current: Beat,
  life: Life,
  { marketplace, email, order, subscription, naming, facts }: ArrivalSpec,
): MarketEvent {
  const full = naming === 'both' || (naming === 'split' && namesBoth(current))
  const aboutOrder = current.type.startsWith('product.')
  const orderId = full || naming === 'order' || (naming === 'split' && aboutOrder) ? order : null
  const named = life.recurring && (full || naming === 'subscription' || (naming === 'split' && !aboutOrder))
  const { failedAttempts, periodEnd } = current
  const item: EventItem = {
    ...{ productId: life.product, productName: null, role: 'primary', fingerprint: null },
    subscription: named ? { id: subscription, failedAttempts, periodEnd } : null,
  }
  return {
    ...{ v: EVENT_VERSION, id: '', marketplace },
    ...toStoredSource({ kind: 'endpoint', endpoint: 'e1', sender: 'standard', format: 'standard' }),
    ...{ tells: facts ? 'facts' : 'triggers', type: current.type, typeWord: current.type, problem: null },
    ...{ happenedAt: current.at, receivedAt: current.at, test: life.test },
    customer: customerOf(email),
    ...{ orderId, items: [item], customFields: {}, body: '{}' },
  }
}

function customerOf(email: string): EventCustomer {
  return { email, firstName: 'Ada', lastName: 'Byron', id: null }
}
