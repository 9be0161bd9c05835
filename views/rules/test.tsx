/** Sends a test event through the real path, marked as a test. */

import { Button, LinkButton } from '../parts/button'
import { SelectField, type SelectOption, TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Notice } from '../parts/notice'
import { type Crumb, PageHeader } from '../parts/page-header'

interface TestEventProps {
  base: string
  crumbs: Crumb[]
  rule: { id: string; trigger: string; kind: string; skipsTests: boolean; on: boolean }
  products: SelectOption[]
  filled: FormValues
}

export function TestEvent({ base, crumbs, rule, products, filled }: TestEventProps) {
  const at = `${base}/rules/${rule.id}`
  return (
    <div class="page narrow">
      <PageHeader
        title="Send test event"
        crumbs={crumbs}
        lead={`A ${rule.trigger} event goes all the way, ${rule.kind} included, marked as a test.`}
      />
      {rule.skipsTests && (
        <Notice kind="info">This rule skips test orders: the log will say so, and nothing more happens.</Notice>
      )}
      {!rule.on && <Notice kind="info">This rule is off: the log will say what it would have done.</Notice>}
      <Form action={`${at}/test-events`} filled={filled} once>
        <TextField
          name="email"
          type="email"
          label="Customer’s email"
          hint={`${rule.kind} really enrolls this address. Not your own: ${rule.kind} does not show an administrator’s enrollments.`}
          required
        />
        <TextField name="firstName" label="First name" optional />
        <SelectField name="product" label="Product" options={products} />
        <p class="hint">Every rule with its trigger runs, not only this one. Its log entry offers to undo it.</p>
        <div class="row">
          <Button look="main">Send test event</Button>
          <LinkButton href={at}>Cancel</LinkButton>
        </div>
      </Form>
    </div>
  )
}
