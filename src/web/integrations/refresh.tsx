/** Open to merchants as well. */
import { Hono } from 'hono'
import { RefreshState } from '../../../views/integrations/refresh-state'
import { refreshCatalog } from '../../integrations/commands'
import { findIntegration } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { showGone } from '../http/gone'
import { isPartial } from '../http/partial'
import { redirect, renderPage } from '../http/respond'
import { loadRefreshView } from './refresh-view'

export const refreshIntegration = new Hono<Web>()

refreshIntegration.post('/integrations/:integration/catalog/refreshes', async (c) => {
  const started = await refreshCatalog(c.env, authorOf(c), c.req.param('integration'))
  if (!started.ok) {
    return showGone(c, started.sentence)
  }
  return redirect(c, `${marketplaceAddress(c)}/integrations`)
})

refreshIntegration.get('/integrations/:integration/refresh', async (c) => {
  const found = await findIntegration(c.env.DB, c.var.member.marketplace.id, c.req.param('integration'))
  if (found === null) {
    return c.notFound()
  }
  if (!isPartial(c)) {
    return redirect(c, `${marketplaceAddress(c)}/integrations`)
  }
  const refresh = await loadRefreshView(c.env, found)
  if (refresh === null) {
    return c.notFound()
  }
  const main = <RefreshState base={marketplaceAddress(c)} refresh={refresh} />
  return renderPage(c, { title: found.name, section: 'Integrations', main, fragment: main })
})
