import { Hono } from 'hono'
import { HelpPage } from '../../../views/help/help-page'
import { listIntegrations } from '../../integrations/store'
import { describeOutcome, OUTCOMES } from '../../model/outcome'
import { labelTrigger, TRIGGER_MEANINGS, type Trigger } from '../../model/trigger'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { PHRASES } from '../http/phrases'
import { renderPage } from '../http/respond'
import { nameSites } from '../integrations/kind-names'

export const help = new Hono<Web>()

help.get('/help', async (c) => {
  const integrations = await listIntegrations(c.env.DB, c.var.member.marketplace.id)
  // As the log's filter names them.
  const by = integrations.length === 0 ? null : nameSites(integrations)
  const main = (
    <HelpPage
      base={marketplaceAddress(c)}
      phrases={PHRASES}
      outcomes={OUTCOMES.map((outcome) => [outcome, describeOutcome(outcome, by)])}
      triggers={Object.entries(TRIGGER_MEANINGS).map(([trigger, meaning]) => [
        labelTrigger(trigger as Trigger),
        meaning,
      ])}
      site={nameSites(integrations)}
    />
  )
  return renderPage(c, { title: 'Help', section: null, main })
})
