/**
 * SamCart's event types: as sent, as shown on its screens, and spellings found in other receivers. A type's own name needs no
 * entry, nor a word that other senders use too: common-words.ts.
 */
import { wordFinder } from '../common-words'

export const findType = wordFinder({
  'product.purchased': [
    ...['Order', 'Order Completed', 'Upsell Purchased', 'Product Added to Order', 'ProductAdded', 'Checkout Charged'],
  ],
  'product.refunded': ['Refund', 'Subscription Charge Refunded', 'Refund Issued'],
  'product.partially_refunded': ['PartialRefund', 'Subscription Charge Partially Refunded'],
  'subscription.canceled': ['Cancel', 'Canceled', 'Subscription Cancel', 'Subscription Cancellation'],
  'subscription.charged': ['RecurringPaymentSucceeded', 'Subscription Payment'],
  'subscription.charge_failed': ['RecurringPaymentFailed', 'Subscription Payment Failed'],
  'subscription.recovered': ['RecurringPaymentRecovered'],
  'subscription.completed': ['Subscription Complete'],
})
