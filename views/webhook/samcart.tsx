/** SamCart setup; steps that show in received events are ticked off. */
import type { Screen } from '../../src/integrations/settings/settings-form'
import { Badge } from '../parts/badge'
import { Card } from '../parts/card'
import { ScreenPicture } from '../parts/screen'

const NOTIFY_URL: Screen = {
  path: ['Apps', 'Webhooks', 'Notify Url'],
  menu: ['Products', 'Orders', 'Customers', 'Apps', 'Settings'],
  open: 'Apps',
  rows: [
    { label: 'Notify Url', value: 'the address above', marked: true },
    { label: '+ Add New Rule → Global Rule', value: 'Send Notify Url POST', marked: true },
  ],
}

interface SamCartProps {
  /** The ten triggers, each with whether one was received. */
  triggers: { label: string; seen: boolean }[]
}

export function SamCart({ triggers }: SamCartProps) {
  const seen = triggers.filter((trigger) => trigger.seen).length
  return (
    <Card title="Set up SamCart">
      <div class="columns">
        <div class="prose">
          <ol>
            <li>
              In SamCart, open <strong>Apps → Webhooks</strong> and click <strong>Install</strong>. Choose{' '}
              <strong>Notify Url</strong>, paste the address above and click <strong>Connect</strong>. If Webhooks is
              missing, your SamCart plan does not include it: ask SamCart which plan does.
            </li>
            <li>
              Click <strong>+ Add New Rule → Global Rule</strong> and choose <strong>Send Notify Url POST</strong>,
              which posts each product separately; you don’t need “… POST for Orders”. Make one rule for each of these
              ten triggers. Each is ticked here once its first event arrives; some take months. SamCart’s list calls the
              last one Subscription Complete. If it offers <strong>Product Added to Order</strong>, add that too.{' '}
              <span class="muted">{seen} of 10 seen so far.</span>
              <div class="row">
                {triggers.map(({ label, seen }) => (
                  <Badge tone={seen ? 'good' : 'quiet'} icon={seen ? 'check' : 'dash'}>
                    {label}
                    <span class="visually-hidden">{seen ? ': seen' : ': not seen yet'}</span>
                  </Badge>
                ))}
              </div>
            </li>
            <li>
              Buy something in SamCart’s test mode, not with your own administrator’s email. It appears under Activity.
            </li>
            <li>
              Give your products rules here. To compare first, switch them off: the log still says what they would have
              done.
            </li>
            <li>
              Last, <strong>switch off SamCart’s own Thinkific rules</strong>, in the products and in its Global Rules,
              so that only one engine moves your customers.
            </li>
          </ol>
        </div>
        <ScreenPicture {...NOTIFY_URL} />
      </div>
    </Card>
  )
}
