/** Every page, mounted. What guards them is said here once. */
import { Hono } from 'hono'
import { accountPages, teamPages } from './accounts/pages'
import { customers } from './customers'
import { failed, notFound } from './failures'
import type { Web } from './http/context'
import { flashed } from './http/flash'
import { told } from './http/log-fields'
import { integrations } from './integrations'
import { logs } from './logs'
import { mapping } from './mapping'
import { overview } from './overview'
import { products } from './products'
import { rules } from './rules'
import { formLimit } from './security/form-limit'
import { memberOf, signedIn } from './security/guard'
import { headers, noStore } from './security/headers'
import { ready } from './security/ready'
import { sameOrigin } from './security/same-origin'
import { webhook } from './webhook'

export const app = new Hono<Web>()

app.use(told, ready, headers, noStore, sameOrigin, formLimit, flashed)
app.onError(failed)
app.notFound(notFound)

app.route('/', accountPages)

app.use('/m/:marketplace/*', signedIn, memberOf)
for (const pages of [overview, products, integrations, mapping, rules, logs, customers, webhook, teamPages]) {
  app.route('/m/:marketplace', pages)
}
