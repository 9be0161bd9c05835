import type { FormField } from '../../src/integrations/settings/settings-form'
import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guide } from '../parts/guide'
import { PageHeader } from '../parts/page-header'
import { KindFields } from './kind-fields'

interface NewIntegrationProps {
  base: string
  kind: string
  lead: string
  fields: FormField[]
  before: Guidance | null
  filled: FormValues
}

export function NewIntegration({ base, kind, lead, fields, before, filled }: NewIntegrationProps) {
  return (
    <div class="page">
      <PageHeader
        title="New Integration"
        lead={lead}
        crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
      />
      <div class={before ? 'columns' : 'stack narrow-form'}>
        <Form action={`${base}/integrations?kind=${encodeURIComponent(kind)}`} filled={filled} once>
          <TextField
            name="name"
            label="Integration name"
            hint="What you will call it in rules. Unique among your integrations."
            required
            extra={{ autofocus: '' }}
          />
          <KindFields fields={fields} values={filled.values} />
          <div class="row">
            <Button look="main">Save Integration</Button>
            <LinkButton href={`${base}/integrations/new`}>Back</LinkButton>
          </div>
        </Form>
        {before && <Guide {...before} />}
      </div>
    </div>
  )
}
