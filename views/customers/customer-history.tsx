import type { HistoryEvent } from '../../src/journal/queries'
import type { EventType } from '../../src/model/event-type'
import { Badge, OUTCOME_LOOKS, OutcomeBadge } from '../parts/badge'
import { describeRequest } from '../parts/person-request'
import { entryAddress, isByHand, type Phrases } from '../parts/phrases'
import { When } from '../parts/when'

const DID: Partial<Record<EventType, string>> = {
  'product.purchased': 'Bought',
  'product.refunded': 'Got a refund for',
  'product.partially_refunded': 'Got part of the money back for',
  'subscription.canceled': 'Canceled',
  'subscription.charged': 'Paid again for',
  'subscription.charge_failed': 'A payment failed for',
  'subscription.delinquent': 'Stopped paying for',
  'subscription.recovered': 'Caught up on payments for',
  'subscription.restarted': 'Restarted',
  'subscription.completed': 'Finished paying for',
  'product.disputed': 'Disputed the payment for',
  'product.dispute_won': 'Lost a dispute about',
  'product.refund_reversed': 'Had a refund reversed for',
  'subscription.paused': 'Paused',
  'subscription.expired': 'Reached the end of',
  'subscription.resumed': 'Resumed',
  'subscription.uncanceled': 'Undid the cancellation of',
}

export function CustomerHistoryList({
  base,
  phrases,
  events,
}: {
  base: string
  phrases: Phrases
  events: HistoryEvent[]
}) {
  return (
    <ol class="story">
      {events.map((event) => (
        <li class={`tone-${pickTone(event)}`}>
          <h3>{describeEntry(event)}</h3>
          <p class="muted small">
            {[pickKind(phrases, event), describePurchase(event)].filter(Boolean).join(' · ')} ·{' '}
            <When at={event.happenedAt} />
            {event.repeats > 0 && ` · received ${event.repeats + 1} times`}
            {event.test && (
              <>
                {' '}
                <Badge tone="quiet" icon="flask">
                  test
                </Badge>
              </>
            )}
          </p>
          {event.asked.map((request) => (
            <p class="muted small">
              {describeRequest(request)} · <When at={request.at} />
            </p>
          ))}
          <ul class="stack stack-tight">
            {event.entries.map((entry) => (
              <li class="came">
                <OutcomeBadge phrases={phrases} of={entry} />
                <a class="quiet-link" href={entryAddress(base, entry.id)}>
                  {entry.sentence}
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

/** The worst outcome colors the mark. */
function pickTone(event: HistoryEvent) {
  const tones = event.entries.map(({ outcome }) => OUTCOME_LOOKS[outcome][0])
  return (['bad', 'wait', 'good', 'accent', 'keep'] as const).find((tone) => tones.includes(tone)) ?? 'quiet'
}

function describeEntry({ type, typeWord, products, entries }: HistoryEvent): string {
  const names = products.map(({ id, name }) => name ?? `product ${id}`).join(' and ')
  const target = entries.find(isByHand)?.target
  if (target) {
    return `${typeWord}: ${target.name}`
  }
  if (type !== null && DID[type] === undefined) {
    return `${typeWord}: ${names}`
  }
  return type ? `${DID[type]} ${names}` : `Something we do not know: ${typeWord}`
}

function pickKind(phrases: Phrases, { type, typeWord, entries }: HistoryEvent): string {
  if (entries.some(isByHand)) {
    return 'By hand'
  }
  return type ? phrases.trigger(type) : typeWord
}

function describePurchase({ orderId, products }: HistoryEvent): string | null {
  const subscription = products.find((product) => product.subscriptionId)?.subscriptionId
  return orderId ? `order ${orderId}` : subscription ? `subscription ${subscription}` : null
}
