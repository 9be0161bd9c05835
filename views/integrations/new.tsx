/** Second page of New Integration: site and credentials. */

import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'
import { BeforeYouStart, SiteField, WhereTheKeyIs } from './guidance'

export function NewIntegration({ base, filled }: { base: string; filled: FormValues }) {
  return (
    <div class="page narrow">
      <PageHeader
        title="New Integration"
        lead="Saving asks Thinkific whether the key works, then fetches your courses and bundles."
        crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
      />
      <Form action={`${base}/integrations`} filled={filled} once>
        <TextField
          name="name"
          label="Integration name"
          hint="What you will call it in rules. Unique among your integrations."
          required
        />
        <SiteField />
        <TextField name="key" type="password" label="API Key" hint={<WhereTheKeyIs />} required autocomplete="off" />
        <div class="row">
          <Button look="main">Save Integration</Button>
          <LinkButton href={`${base}/integrations/new`}>Back</LinkButton>
        </div>
      </Form>
      <BeforeYouStart />
    </div>
  )
}
