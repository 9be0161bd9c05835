/** What undoes a test order: the end of what it opened. */
import type { Entry, ManualAction } from '../../journal/queries'

/** Null where the entry opened nothing. */
export function undoing({ told, firing }: Entry, person: string): ManualAction | null {
  const item = firing && told.items[firing.item]
  if (!firing || !item || !told.customer) {
    return null
  }
  const { target, integration, integrationName, site } = firing.rule
  return {
    person,
    customer: told.customer,
    productId: item.productId,
    productName: item.productName,
    orderId: told.orderId,
    subscriptionId: item.subscription?.id ?? null,
    action: target.kind === 'bundle' ? 'expire_bundle' : 'expire_course',
    target,
    integration: { id: integration, name: integrationName, site },
    test: true,
  }
}
