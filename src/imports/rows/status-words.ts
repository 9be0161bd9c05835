/** What a row's status says happened: the sale, and what came of it since. Pure. */
import { normalizeWord } from '../../intake/formats/common-words'
import { findType } from '../../intake/formats/samcart/words'
import { isStoreEvent, PAYMENTS, type StoreEventType } from '../../model/event-type'

/** What the order began with, and what it came to, where it came to something. */
export interface StatusMeaning {
  sale: StoreEventType | null
  since: StoreEventType | null
}

const SALE = 'product.purchased'

/** A state is of an order that was paid once. */
const STATES: readonly [words: readonly string[], since: StoreEventType | null][] = [
  [
    [
      ...[
        'paid',
        'charged',
        'complete',
        'completed',
        'fulfilled',
        'succeeded',
        'success',
        'successful',
        'approved',
        'captured',
      ],
      ...[
        'active',
        'trial',
        'trialing',
        'in trial',
        'sale',
        'purchase',
        'purchased',
        'enrolled',
        'live',
        'settled',
        'yes',
      ],
    ],
    null,
  ],
  [['refunded', 'refund', 'fully refunded', 'refunded order'], 'product.refunded'],
  [['partially refunded', 'partial refund', 'partial'], 'product.partially_refunded'],
  [['reversed', 'chargeback', 'charged back', 'disputed', 'dispute'], 'product.disputed'],
  [['canceled', 'cancel', 'canceled by customer', 'inactive', 'deleted'], 'subscription.canceled'],
  [['delinquent', 'past due', 'unpaid subscription', 'sca required', 'invalid processor'], 'subscription.delinquent'],
  [['paused', 'on hold'], 'subscription.paused'],
  [['expired', 'ended'], 'subscription.expired'],
]

/** Of a subscription, `completed` is its last payment made, and no plain sale. */
const COMPLETED = new Set(['complete', 'completed'])

/** Nothing was paid. */
const UNPAID = new Set(
  [
    ...[
      'pending',
      'declined',
      'failed',
      'unpaid',
      'abandoned',
      'incomplete',
      'voided',
      'void',
      'error',
      'draft',
      'open',
    ],
    ...['processing', 'awaiting payment', 'payment failed', 'authorized', 'lead', 'prospect'],
  ].map(normalizeWord),
)

const BY_WORD = new Map(STATES.flatMap(([words, since]) => words.map((word) => [normalizeWord(word), since] as const)))

/** `unpaid`, or null for a word that is not known. */
export function interpretStatus(word: string, isSubscription: boolean): StatusMeaning | 'unpaid' | null {
  const plain = normalizeWord(word)
  if (UNPAID.has(plain)) {
    return 'unpaid'
  }
  if (isSubscription && COMPLETED.has(plain)) {
    return { sale: SALE, since: 'subscription.completed' }
  }
  const since = BY_WORD.get(plain)
  if (since !== undefined) {
    return { sale: SALE, since }
  }
  const type = findType(word)
  if (type === null || !isStoreEvent(type)) {
    return null
  }
  // An export of events has a row for each, and its words are those of events.
  return PAYMENTS.has(type) ? { sale: type, since: null } : { sale: null, since: type }
}
