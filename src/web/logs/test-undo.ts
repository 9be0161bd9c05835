/** A test order is undone by ending what it opened. */
import type { Entry, ManualAction } from '../../journal/queries'

/** Null when the entry opened nothing. */
export function buildTestUndo({ told: event, firing }: Entry, person: string): ManualAction | null {
  const item = firing && event.items[firing.item]
  if (!firing || !item || !event.customer) {
    return null
  }
  const { target, integration, integrationName, site } = firing.rule
  return {
    person,
    customer: event.customer,
    productId: item.productId,
    productName: item.productName,
    orderId: event.orderId,
    subscriptionId: item.subscription?.id ?? null,
    action: target.kind === 'bundle' ? 'expire_bundle' : 'expire_course',
    target,
    integration: { id: integration, name: integrationName, site },
    test: true,
  }
}
