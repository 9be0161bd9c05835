/** First page of New Channel: choose the kind. */
import { Button, LinkButton } from '../parts/button'
import { CheckField } from '../parts/fields'
import { PageHeader } from '../parts/page-header'

interface ChooseChannelProps {
  base: string
  kinds: { id: string; title: string; purpose: string }[]
  /** Whether the deployment can mail. */
  mails: boolean
}

export function ChooseChannel({ base, kinds, mails }: ChooseChannelProps) {
  return (
    <div class="page narrow">
      <PageHeader title="New Channel" crumbs={[{ label: 'Alerts', href: `${base}/alerts` }]} />
      <form method="get" action={`${base}/alerts/new`} class="card form">
        <fieldset class="field">
          <legend>Where do alerts go?</legend>
          {kinds.map(({ id, title, purpose }, index) => (
            <CheckField
              type="radio"
              name="kind"
              id={index === 0 ? 'kind' : `kind-${id}`}
              value={id}
              label={title}
              hint={purpose}
              checked={index === 0}
            />
          ))}
        </fieldset>
        {!mails && <p class="muted small">E-mail is not offered: this deployment has no mailer.</p>}
        <div class="row">
          <Button look="main">Next Step</Button>
          <LinkButton href={`${base}/alerts`}>Cancel</LinkButton>
        </div>
      </form>
    </div>
  )
}
