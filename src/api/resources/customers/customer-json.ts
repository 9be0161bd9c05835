/** What is known of a customer as JSON. */
import type { CustomerView } from '../../../integrations/customer-access'
import type { CustomerHistory, CustomerNote, FoundCustomer } from '../../../journal/queries'
import { fullName } from '../../../model/event'
import { toTime } from '../../contract/values'
import { toRowJson } from '../entries/entry-json'

export function toListedJson({ email, name, last }: FoundCustomer) {
  return {
    email,
    name,
    last: last && { at: toTime(last.at), type: last.type ?? last.typeWord, products: last.products },
  }
}

export function toCustomerJson({ email, customer, erased, events, notes }: CustomerHistory) {
  return {
    email,
    name: fullName(customer),
    customer_id: customer?.id ?? null,
    erased,
    events: events.map((event) => ({
      id: event.event,
      type: event.type ?? event.typeWord,
      happened_at: toTime(event.happenedAt),
      received_at: toTime(event.receivedAt),
      order: event.orderId,
      products: event.products.map(({ id, name, subscriptionId }) => ({ id, name, subscription: subscriptionId })),
      test: event.test,
      repeats: event.repeats,
      entries: event.entries.map(toRowJson),
    })),
    notes: notes.map(toNoteJson),
  }
}

export function toNoteJson({ id, at, author, text }: Omit<CustomerNote, 'person'>) {
  return { id, at: toTime(at), author, text }
}

interface SeenAccess {
  integration: { id: string; name: string }
  /** Null where the site knows nothing of them. */
  view: CustomerView | null
}

export function toAccessJson(seen: SeenAccess[]) {
  const named = ({ id, name }: SeenAccess['integration']) => ({ id, name })
  return {
    items: seen.flatMap(({ integration, view }) =>
      (view?.targets ?? []).map(({ target, open, why, end, starts, unexplained, atSite }) => ({
        integration: named(integration),
        target,
        open,
        reason: why,
        ends_at: toTime(end),
        starts_at: toTime(starts ?? null),
        explained: unexplained !== true,
        at_site: atSite && { open: atSite.open, ends_at: toTime(atSite.end) },
      })),
    ),
    purchases: seen.flatMap(({ integration, view }) =>
      (view?.purchases ?? []).map(({ product, productName, orders, subscriptions, test, ending }) => ({
        integration: named(integration),
        product: { id: product, name: productName },
        orders,
        subscriptions,
        test,
        ended: ending && { trigger: ending.trigger, at: toTime(ending.at) },
      })),
    ),
  }
}
