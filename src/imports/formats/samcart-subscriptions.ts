/** As in samcart-orders.ts, guessed from the names of SamCart’s API. */
import type { ImportFormat } from './import-format'

export const SAMCART_SUBSCRIPTIONS: ImportFormat = {
  id: 'samcart-subscriptions',
  title: 'SamCart’s export of subscriptions',
  marks: [
    ['subscriptionid'],
    ['customeremail', 'email'],
    ['status', 'subscriptionstatus'],
    ['nextrebillingdate', 'nextbillingdate', 'rebillingdate', 'nextpaymentdate', 'nextchargedate'],
  ],
  remark:
    'Each row is the purchase that began a subscription, with its last payment and its end where the file has them.',
}
