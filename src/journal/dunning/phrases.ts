import { type EventType, isStoreEvent, type StoreEventType } from '../../model/event-type'

const WHY: Record<StoreEventType, string> = {
  'product.purchased': 'This purchase was reported before.',
  'product.refunded': 'This refund was reported before.',
  'product.partially_refunded': 'This partial refund was reported before.',
  'subscription.canceled': 'The subscription was already canceled or delinquent, so nothing new happened.',
  'subscription.charged': 'This payment was already reported by the recovery or completion that came with it.',
  'subscription.charge_failed':
    'Only the first of several failed payments in a row runs rules, and it was already reported.',
  'subscription.delinquent': 'The subscription was already delinquent, so nothing new happened.',
  'subscription.recovered': 'This recovery was already reported, or came with a charge that reported it.',
  'subscription.restarted': 'The subscription was already restarted, and has not ended since.',
  'subscription.completed': 'The subscription was already completed.',
  'product.disputed': 'This dispute was reported before.',
  'product.dispute_won': 'A dispute that was won undoes the dispute; it has no rules of its own.',
  'product.refund_reversed': 'A reversed refund undoes the refund; it has no rules of its own.',
  'subscription.paused': 'The subscription was already paused or canceled, so nothing new happened.',
  'subscription.expired': 'The subscription had already ended, so nothing new happened.',
  'subscription.resumed': 'The subscription was already resumed, and has not ended since.',
  'subscription.uncanceled': 'The cancellation was already undone, and the subscription has not ended since.',
}

export function explainNothingFired(type: EventType): string {
  return isStoreEvent(type) ? WHY[type] : 'This was reported before.'
}
