/** First page of New Channel: choose the kind. */
import { Button, LinkButton } from '../parts/button'
import { KindChoice, type KindOption } from '../parts/kind-choice'
import { PageHeader } from '../parts/page-header'

interface ChooseChannelProps {
  base: string
  kinds: KindOption[]
  /** Whether the deployment can mail. */
  mails: boolean
}

export function ChooseChannel({ base, kinds, mails }: ChooseChannelProps) {
  return (
    <div class="page narrow">
      <PageHeader title="New Channel" crumbs={[{ label: 'Alerts', href: `${base}/alerts` }]} />
      <form method="get" action={`${base}/alerts/new`} class="card form">
        <KindChoice legend="Where do alerts go?" kinds={kinds} />
        {!mails && <p class="muted small">E-mail is not offered: this deployment has no mailer.</p>}
        <div class="row">
          <Button look="main">Next Step</Button>
          <LinkButton href={`${base}/alerts`}>Cancel</LinkButton>
        </div>
      </form>
    </div>
  )
}
