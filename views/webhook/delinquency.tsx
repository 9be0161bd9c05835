import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'

export function Delinquency({ base, failures }: { base: string; failures: number }) {
  return (
    <Card title="Failed payments">
      <div class="row row-apart">
        <span>A subscription is delinquent after {countFailures(failures)}.</span>
        <LinkButton small href={`${base}/webhook/delinquency`}>
          Change
        </LinkButton>
      </div>
    </Card>
  )
}

export function countFailures(failures: number): string {
  return failures === 1 ? '1 failed payment' : `${failures} failed payments`
}

export function EditDelinquency({ base, filled }: { base: string; filled: FormValues }) {
  return (
    <div class="page narrow">
      <PageHeader title="Failed payments" crumbs={[{ label: 'Webhook', href: `${base}/webhook/senders` }]} />
      <Form action={`${base}/webhook/delinquency`} filled={filled}>
        <HiddenField name="madeFrom" />
        <TextField
          name="failures"
          label="A subscription is delinquent after"
          suffix="failed payments"
          hint="4 is usual; with Stripe it is 8. It applies to senders that report each payment. SamCart reports delinquency itself."
          extra={{ inputmode: 'numeric' }}
        />
        <div class="row">
          <Button look="main">Save</Button>
          <LinkButton href={`${base}/webhook/senders`}>Cancel</LinkButton>
        </div>
      </Form>
    </div>
  )
}
