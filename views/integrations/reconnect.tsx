/** What Reconnect asks for: the key alone. Everything else stays as it is saved. */
import type { FormField } from '../../src/integrations/settings/settings-form'
import { Button, LinkButton } from '../parts/button'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guide } from '../parts/guide'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { KindFields } from './kind-fields'

interface ReconnectProps {
  base: string
  integration: { id: string; name: string; problem: string | null }
  field: FormField
  before: Guidance | null
  filled: FormValues
}

export function Reconnect({ base, integration, field, before, filled }: ReconnectProps) {
  const { optional: _, placeholder: __, ...asked } = field
  const key = { ...asked, required: true, extra: { ...asked.extra, autofocus: '' } }
  // A box that is not ticked sends nothing.
  const kept = Object.keys(filled.values).filter(
    (name) => filled.values[name] !== '' && name !== field.name && name !== 'madeFrom',
  )
  const at = `${base}/integrations/${integration.id}`
  return (
    <div class="page">
      <PageHeader
        title={`Reconnect ${integration.name}`}
        crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
      />
      {integration.problem && Object.keys(filled.errors).length === 0 && (
        <Notice kind="problem">{integration.problem}</Notice>
      )}
      <div class={before ? 'columns' : 'stack narrow-form'}>
        <Form action={`${at}?reconnect=yes`} filled={filled}>
          <HiddenField name="madeFrom" />
          {kept.map((name) => (
            <HiddenField name={name} />
          ))}
          <KindFields fields={[key]} values={filled.values} />
          <div class="row">
            <Button look="main">Reconnect</Button>
            <LinkButton href={at}>All settings</LinkButton>
          </div>
        </Form>
        {before?.screen && <Guide title="Where the key is" points={[]} screen={before.screen} />}
      </div>
    </div>
  )
}
