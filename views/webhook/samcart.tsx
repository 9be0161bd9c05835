/** SamCart setup; steps that show in received events are ticked off. */
import type { Screen } from '../../src/integrations/settings/settings-form'
import { Badge } from '../parts/badge'
import { Card } from '../parts/card'
import { ScreenPicture } from '../parts/screen'

/** https://help.samcart.com/support/solutions/articles/60000506436 */
const INSTALL: Screen = {
  menu: ['', '', 'Apps', ''],
  open: 'Apps',
  path: ['Apps', 'Webhooks', 'Install'],
  rows: [{ label: 'Notify URL', value: 'https://…', callout: 'paste here', button: 'Connect' }],
}

const RULE: Screen = {
  menu: ['', '', 'Apps', ''],
  open: 'Apps',
  path: ['Apps', 'Webhooks', '+ Add New Rule'],
  rows: [
    { label: 'Rule', value: 'Global Rule', callout: 'choose this' },
    { label: 'Trigger', value: 'Product Purchased', callout: 'one of the ten' },
    { label: 'Action', value: 'Send Notify Url POST', callout: 'choose this' },
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
              In SamCart, open <strong>Apps</strong>, search for <strong>Webhooks</strong> and click{' '}
              <strong>Install</strong>. Paste the address above as the Notify URL and click <strong>Connect</strong>. No
              Webhooks there? Ask SamCart which plan includes it.
            </li>
            <li>
              Among the Installed apps, open <strong>Webhooks</strong>, click{' '}
              <strong>+ Add New Rule → Global Rule</strong> and choose <strong>Send Notify Url POST</strong>, which
              posts each product separately; you don’t need “… POST for Orders”. Make one rule for each of these ten
              triggers. Each is ticked here once its first event arrives; some take months. SamCart’s list calls the
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
        <div>
          <ScreenPicture {...INSTALL} />
          <ScreenPicture {...RULE} />
        </div>
      </div>
    </Card>
  )
}
