/** First page of New Integration: choose the kind. */
import { Button, LinkButton } from '../parts/button'
import { CheckField } from '../parts/fields'
import { PageHeader } from '../parts/page-header'
import { BeforeYouStart } from './guidance'

export function ChooseKind({ base }: { base: string }) {
  return (
    <div class="page narrow">
      <PageHeader title="New Integration" crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]} />
      <form method="get" action={`${base}/integrations/new`} class="card form">
        <fieldset class="field">
          <legend>Where do your customers learn?</legend>
          <CheckField
            type="radio"
            name="kind"
            value="thinkific"
            label="Thinkific"
            hint="Enroll customers in courses and bundles, and end their access."
            checked
          />
        </fieldset>
        <div class="row">
          <Button look="main">Next Step</Button>
          <LinkButton href={`${base}/integrations`}>Cancel</LinkButton>
        </div>
      </form>
      <BeforeYouStart />
    </div>
  )
}
