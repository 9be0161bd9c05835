/** The stored API key is never shown. */

import { Button, LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { CheckField, TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'
import { BeforeYouStart, SiteField, WhereTheKeyIs } from './guidance'
import { Status } from './list'
import { RefreshState, type RefreshView } from './refresh-state'

interface EditIntegrationProps {
  base: string
  integration: { id: string; name: string; problem: string | null; scheme: 'api_key' | 'access_token' }
  refresh: RefreshView
  filled: FormValues
}

export function EditIntegration({ base, integration, refresh, filled }: EditIntegrationProps) {
  const at = `${base}/integrations/${integration.id}`
  return (
    <div class="page narrow">
      <PageHeader
        title={<bdi>{integration.name}</bdi>}
        crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
        action={<LinkButton href={`${at}/mapping`}>Mapping</LinkButton>}
      />
      <Card title="Status" actions={<PostButton action={`${at}/refresh`}>Refresh</PostButton>}>
        <Status problem={integration.problem} />
        <RefreshState base={base} refresh={refresh} />
      </Card>
      <EditForm at={at} scheme={integration.scheme} filled={filled} />
      <BeforeYouStart />
      <div>
        <LinkButton href={`${at}/delete`}>Delete this integration</LinkButton>
      </div>
    </div>
  )
}

function EditForm({ at, scheme, filled }: { at: string; scheme: 'api_key' | 'access_token'; filled: FormValues }) {
  const kind = scheme === 'api_key' ? 'An API key' : 'An API access token'
  return (
    <Form action={at} filled={filled}>
      <TextField name="name" label="Integration name" required />
      <SiteField />
      <TextField
        name="key"
        type="password"
        label="API Key"
        optional
        placeholder="Leave empty to keep the one saved"
        hint={
          <>
            {kind} is saved and never shown again. <WhereTheKeyIs /> What waits for a working key runs as soon as one is
            saved.
          </>
        }
        autocomplete="off"
      />
      <TextField
        name="pace"
        type="number"
        label="Requests per minute"
        hint="120 for every plan but Plus; there, the figure Thinkific agreed with you, up to 1,000."
        required
        extra={{ min: 1, max: 1000 }}
      />
      <CheckField
        name="welcome"
        label="Send Thinkific’s site welcome e-mail to new students"
        hint="Leave off while your courses and bundles send their own: a new student then receives one e-mail with the log-in. With it on, a student receives both."
        checked={filled.values.welcome === 'on'}
      />
      <div class="row">
        <Button look="main">Save Integration</Button>
        <LinkButton href={at.slice(0, at.lastIndexOf('/'))}>Cancel</LinkButton>
      </div>
    </Form>
  )
}
