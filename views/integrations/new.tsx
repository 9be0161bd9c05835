/** New Integration, second page: which site, and how to get in. */
import type { Filled } from '../../src/web/form'
import { Button, LinkButton } from '../parts/button'
import { ErrorSummary } from '../parts/error-summary'
import { TextField } from '../parts/fields'
import { PageHeader } from '../parts/page-header'
import { BeforeYouStart, WhereTheKeyIs, WhereTheNameIs } from './guidance'

export function NewIntegration({ base, filled: { values, errors } }: { base: string; filled: Filled }) {
  return (
    <div class="page narrow">
      <PageHeader
        title="New Integration"
        lead="Saving asks Thinkific whether the key works, then fetches your courses and bundles."
        crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
      />
      <form method="post" action={`${base}/integrations`} class="card form" novalidate>
        <ErrorSummary errors={errors} />
        <input type="hidden" name="id" value={values.id ?? ''} />
        <TextField
          name="name"
          label="Integration name"
          hint="What you will call it in rules. Unique among your integrations."
          value={values.name ?? ''}
          error={errors.name}
          required
        />
        <TextField
          name="site"
          label="Site URL"
          placeholder="academy.thinkific.com"
          hint={<WhereTheNameIs />}
          value={values.site ?? ''}
          error={errors.site}
          required
          extra={{ inputmode: 'url', spellcheck: 'false', autocapitalize: 'none' }}
        />
        <TextField
          name="key"
          type="password"
          label="API Key"
          hint={<WhereTheKeyIs />}
          error={errors.key}
          required
          autocomplete="off"
        />
        <div class="row">
          <Button look="main">Save Integration</Button>
          <LinkButton href={`${base}/integrations/new`}>Back</LinkButton>
        </div>
      </form>
      <BeforeYouStart />
    </div>
  )
}
