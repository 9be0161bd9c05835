import type { FormField } from '../../src/integrations/settings/settings-form'
import { Button, LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guide } from '../parts/guide'
import { PageHeader } from '../parts/page-header'
import { EndedHolds, type EndedHoldView } from './ended-holds'
import { KindFields } from './kind-fields'
import { Status } from './list'
import { RefreshState, type RefreshView } from './refresh-state'

interface EditIntegrationProps {
  base: string
  integration: { id: string; name: string; problem: string | null }
  /** Null where the kind has nothing to refresh. */
  refresh: RefreshView | null
  holds: EndedHoldView[]
  /** What others at its site make of its settings. */
  remark: string | null
  fields: FormField[]
  before: Guidance | null
  mapped: boolean
  /** Whether its ledger can be compared with the site. */
  reconciled: boolean
  /** What it may rotate: `Signing secret`; null for one whose credential is typed. */
  secret: string | null
  filled: FormValues
}

export function EditIntegration(props: EditIntegrationProps) {
  const { base, integration, refresh, holds, remark, fields, before, mapped, reconciled, secret, filled } = props
  const at = `${base}/integrations/${integration.id}`
  return (
    <div class="page">
      <PageHeader
        title={<bdi>{integration.name}</bdi>}
        crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
        action={
          (mapped || reconciled) && (
            <div class="row">
              {reconciled && <LinkButton href={`${at}/differences`}>Reconcile</LinkButton>}
              {mapped && <LinkButton href={`${at}/mapping`}>Mapping</LinkButton>}
            </div>
          )
        }
      />
      <div class={before ? 'columns' : 'stack narrow-form'}>
        <div class="stack">
          <Card
            title="Status"
            actions={
              <>
                {integration.problem && secret === null && (
                  <LinkButton look="main" href={`${at}?reconnect=yes`}>
                    Reconnect
                  </LinkButton>
                )}
                {refresh && <PostButton action={`${at}/catalog/refreshes`}>Refresh</PostButton>}
              </>
            }
          >
            <Status isWorking={integration.problem === null} />
            {integration.problem && <p>{integration.problem}</p>}
            {refresh && <RefreshState base={base} refresh={refresh} />}
          </Card>
          <EndedHolds holds={holds} />
          <Form action={at} filled={filled}>
            <HiddenField name="madeFrom" />
            <TextField name="name" label="Integration name" required />
            {remark !== null && <p class="muted">{remark}</p>}
            <KindFields fields={fields} values={filled.values} />
            <div class="row">
              <Button look="main">Save Integration</Button>
              <LinkButton href={`${base}/integrations`}>Cancel</LinkButton>
            </div>
          </Form>
          <div class="row">
            {secret && <LinkButton href={`${at}/secrets/rotation`}>Rotate {secret.toLowerCase()}</LinkButton>}
            <LinkButton look="remove" href={`${at}/delete`}>
              Delete this integration
            </LinkButton>
          </div>
        </div>
        {before && <Guide {...before} />}
      </div>
    </div>
  )
}
