import { Button, LinkButton } from '../parts/button'
import type { Errors } from '../parts/error-summary'
import { ErrorSummary } from '../parts/error-summary'
import { SelectField, type SelectOption } from '../parts/fields'
import { ForAdmins } from '../parts/for-admins'
import { type Guidance, Guided } from '../parts/guide'
import { Notice } from '../parts/notice'
import { Carried } from './frame'

interface StepOneProps {
  base: string
  draft: Record<string, string>
  errors: Errors
  integrations: SelectOption[]
  actions: SelectOption[]
  kinds: string
  back: string
}

const GUIDE: Guidance = {
  title: 'What a rule says',
  points: [
    { lead: 'What happens. ', text: 'The action gives or ends access, or sends the event on.' },
    { lead: 'When. ', text: 'The trigger is what your store reports, such as a purchase or a refund.' },
    { lead: 'Which course or bundle. ', text: 'Last, where the action has one.' },
  ],
}

export function StepOne({ base, draft, errors, integrations, actions, kinds, back }: StepOneProps) {
  if (integrations.length === 0) {
    return <NoIntegration base={base} kinds={kinds} />
  }
  return (
    <Guided guide={GUIDE}>
      <form method="get" action={`${base}/rules/new`} class="card form">
        <ErrorSummary errors={errors} />
        <input type="hidden" name="step" value="2" />
        <Carried draft={draft} but={['integration', 'action']} />
        <SelectField
          name="integration"
          label="Integration"
          prompt="Choose an integration"
          options={integrations}
          value={draft.integration ?? ''}
          error={errors.integration}
        />
        <SelectField
          name="action"
          label="Action"
          prompt="Choose an action"
          options={actions}
          value={draft.action ?? ''}
          error={errors.action}
        />
        <div class="row">
          <Button look="main">Next Step</Button>
          <LinkButton href={back}>Cancel</LinkButton>
        </div>
      </form>
    </Guided>
  )
}

function NoIntegration({ base, kinds }: Pick<StepOneProps, 'base' | 'kinds'>) {
  return (
    <Notice
      kind="info"
      title={`First connect a ${kinds} site`}
      action={
        <ForAdmins>
          <LinkButton href={`${base}/integrations/new`}>New Integration</LinkButton>
        </ForAdmins>
      }
    >
      A rule acts on an integration, and there is none yet.
      <ForAdmins otherwise=" An admin can add one." />
    </Notice>
  )
}
