/** Choose the purchase: what an unclear entry may be about, one button each. */
import type { ChoosablePurchase } from '../../src/integrations/customer-access'
import { PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { When } from '../parts/when'

interface PurchaseChoiceProps {
  action: string
  /** Of the form: the same id is the same click. */
  form: string
  choices: ChoosablePurchase[]
  email: string
}

export function PurchaseChoice({ action, form, choices, email }: PurchaseChoiceProps) {
  return (
    <Card title="Choose the purchase" id="choose-purchase">
      <p class="muted small">
        {choices.length === 0
          ? 'No purchase fits it now. Replay the event to decide again.'
          : 'The event then counts for that purchase, on the day it happened.'}
      </p>
      {choices.length > 0 && (
        <ul class="lines">
          {choices.map((one) => (
            <li>
              <div>
                {one.productName ?? 'Purchase'} <Ids {...one} />
                <span class="under">
                  Bought <When at={one.begun} as="date" />
                  {one.email !== email && one.email !== null && ` by ${one.email}`}
                </span>
              </div>
              <PostButton small action={action} values={{ formId: form, choice: JSON.stringify(one.choice) }}>
                This one
              </PostButton>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Ids({ orders, subscriptions }: Pick<ChoosablePurchase, 'orders' | 'subscriptions'>) {
  const ids = [...orders.map((id) => `order ${id}`), ...subscriptions.map((id) => `subscription ${id}`)]
  return <>{ids.length === 0 ? '(no order id)' : `(${ids.join(', ')})`}</>
}
