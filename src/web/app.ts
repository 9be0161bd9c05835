import { Hono } from 'hono'
import { accountPages, teamPages } from './accounts/pages'
import { alerts } from './alerts'
import { configuration } from './configuration'
import { customers } from './customers'
import { showFailure, showNotFound } from './failures'
import { help } from './help'
import type { Web } from './http/context'
import { readFlash } from './http/flash'
import { logPageFields } from './http/log-fields'
import { imports } from './imports'
import { integrations } from './integrations'
import { jobs } from './jobs'
import { logs } from './logs'
import { lostSales } from './lost-sales'
import { mapping } from './mapping'
import { routeOldAddresses } from './old-addresses'
import { overview } from './overview'
import { products } from './products'
import { reconcile } from './reconcile'
import { rules } from './rules'
import { search } from './search'
import { limitFormSize } from './security/form-limit'
import { requireMember, requirePerson } from './security/guard'
import { setNoStore, setSecurityHeaders } from './security/headers'
import { requireReadiness } from './security/readiness'
import { requireSameOrigin } from './security/same-origin'
import { undos } from './undo'
import { webhook } from './webhook'

export const app = new Hono<Web>()

app.use(logPageFields, requireReadiness, setSecurityHeaders, setNoStore, requireSameOrigin, limitFormSize, readFlash)
app.onError(showFailure)
app.notFound(showNotFound)

app.route('/', accountPages)

app.use('/m/:marketplace/*', requirePerson, requireMember)
// Before the pages: `/rules/:rule` would take `/rules/back`.
routeOldAddresses(app)
for (const pages of [
  overview,
  products,
  reconcile,
  integrations,
  mapping,
  rules,
  logs,
  customers,
  imports,
  undos,
  jobs,
  search,
  help,
  webhook,
  lostSales,
  alerts,
  configuration,
  teamPages,
]) {
  app.route('/m/:marketplace', pages)
}
