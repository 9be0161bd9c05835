import { Button, LinkButton } from '../parts/button'
import { Combobox, type ComboboxOption } from '../parts/combobox'
import { EmptyState } from '../parts/empty-state'
import type { Errors } from '../parts/error-summary'
import { ErrorSummary } from '../parts/error-summary'
import { SelectField, type SelectOption } from '../parts/fields'
import { ForAdmins } from '../parts/for-admins'
import { type Guidance, Guided } from '../parts/guide'
import { type Crumb, PageHeader } from '../parts/page-header'

interface EnrollPageProps {
  address: string
  back: string
  crumbs: Crumb[]
  base: string
  who: string
  integrations: SelectOption[]
  kinds: string
  purchases: SelectOption[]
  targets: { options: ComboboxOption[]; total: number }
  values: { id: string; integration: string; q: string; target: string; purchase: string }
  errors: Errors
}

const GUIDE: Guidance = {
  title: 'How long it lasts',
  points: [
    { lead: 'For a purchase. ', text: 'Access given for a purchase ends with it, by a refund or a cancellation.' },
    { lead: 'By hand. ', text: 'Access given by hand stays until a person ends it.' },
  ],
}

export function EnrollPage({ address, back, crumbs, base, who, integrations, purchases, ...form }: EnrollPageProps) {
  const { values, errors, targets, kinds } = form
  if (integrations.length === 0) {
    return (
      <div class="page narrow">
        <PageHeader title={`Enroll ${who} now`} crumbs={crumbs} />
        <EmptyState
          title={`No ${kinds} site is connected`}
          action={
            <ForAdmins otherwise="An admin of this marketplace can connect one.">
              <LinkButton look="main" href={`${base}/integrations/new`}>
                New Integration
              </LinkButton>
            </ForAdmins>
          }
        >
          Once one is, its courses and bundles can be chosen here.
        </EmptyState>
      </div>
    )
  }
  return (
    <div class="page">
      <PageHeader
        title={`Enroll ${who} now`}
        crumbs={crumbs}
        lead={`Opens access in ${kinds} at once, whatever the rules say. It is logged under your name.`}
      />
      <Guided guide={GUIDE}>
        <form class="card form" method="post" action={`${address}/enrollments`}>
          <input type="hidden" name="id" value={values.id} />
          <ErrorSummary errors={errors} />
          <SelectField
            name="integration"
            label="Integration"
            options={integrations}
            value={values.integration}
            error={errors.integration}
            extra={{
              'hx-get': `${address}/enroll`,
              'hx-include': 'closest form',
              'hx-target': '#target-options',
              'hx-swap': 'innerMorph',
            }}
          />
          <Combobox
            name="target"
            label="Course or bundle"
            placeholder="Type to search"
            search={{ url: `${address}/enroll`, param: 'q' }}
            query={values.q}
            chosen={values.target}
            options={targets.options}
            total={targets.total}
            error={errors.target}
            hint="Not in the list? Type its id."
          />
          <SelectField
            name="purchase"
            label="For which purchase"
            prompt="None: by hand"
            options={purchases}
            value={values.purchase}
          />
          <div class="row">
            <Button look="main">Enroll Now</Button>
            <LinkButton href={back}>Cancel</LinkButton>
          </div>
        </form>
      </Guided>
    </div>
  )
}
