import type { EventSubscription } from '../../../model/event'
import { cleanFields, cleanText } from '../../reading/text'
import type { ParsedBody } from '../format'
import type { StandardBody } from './schema'

export function translate({ timestamp, data }: StandardBody): ParsedBody {
  return {
    at: timestamp,
    test: data.test ?? null,
    customer: {
      email: data.customer.email,
      firstName: cleanText(data.customer.first_name),
      lastName: cleanText(data.customer.last_name),
      id: data.customer.id,
    },
    orderId: data.order?.id ?? null,
    items: data.items.map((item) => ({
      productId: item.product_id,
      productName: cleanText(item.product_name),
      role: item.role,
      subscription: toSubscription(item.subscription ?? data.subscription ?? null),
      transaction: null,
    })),
    customFields: cleanFields(Object.entries(data.custom_fields ?? {})),
  }
}

function toSubscription(subscription: StandardBody['data']['subscription'] | null): EventSubscription | null {
  if (!subscription || subscription.id === null) {
    return null
  }
  return {
    id: subscription.id,
    failedAttempts: subscription.failed_attempts ?? null,
    periodEnd: subscription.period_end ?? null,
  }
}
