import type { Trigger } from '../../model/trigger'

const WHY: Record<Trigger, string> = {
  'product.purchased': 'This purchase was told before.',
  'product.refunded': 'This refund was told before.',
  'product.partially_refunded': 'This partial refund was told before.',
  'subscription.canceled': 'The subscription was already canceled or delinquent, so nothing new happened.',
  'subscription.charged': 'This payment was already told by the recovery or completion that came with it.',
  'subscription.charge_failed': 'Only the first failure of a dunning cycle fires, and this cycle had one already.',
  'subscription.delinquent': 'The subscription was already delinquent, so nothing new happened.',
  'subscription.recovered': 'This recovery was already told, or came with a charge that told it.',
  'subscription.restarted': 'The subscription was already restarted, and has not ended since.',
  'subscription.completed': 'The subscription was already completed.',
}

export function explainNothingFired(type: Trigger): string {
  return WHY[type]
}
