/** What undoes a test order: the end of what it opened. */
import { KINDS } from '../../integrations'
import { instructionOf } from '../../model/instruction'
import type { Entry, ManualAction } from '../queries'

/** Null where the entry opened nothing. */
export function buildTestUndo({ marketEvent: event, firing }: Entry, id: string, person: string): ManualAction | null {
  const item = firing && event.items[firing.item]
  if (!firing || !item || !event.customer) {
    return null
  }
  const { target, integration } = instructionOf(firing)
  const ending = KINDS.actionFor(target.kind, 'ends')
  if (ending === null) {
    return null
  }
  return {
    id,
    person,
    customer: event.customer,
    productId: item.productId,
    productName: item.productName,
    orderId: event.orderId,
    subscriptionId: item.subscription?.id ?? null,
    action: ending.id,
    target,
    integration,
    test: true,
  }
}
