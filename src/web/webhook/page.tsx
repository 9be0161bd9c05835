/** Secrets are shown only by the request that created them. */
import type { Context } from 'hono'
import { NoEndpoint, WebhookPage } from '../../../views/webhook/page'
import { RecipePage } from '../../../views/webhook/recipe-page'
import type { NewSecret } from '../../intake/new-secret'
import { findMarketplaceEndpoint, listChosenWords, listSecrets } from '../../intake/store'
import { DELINQUENT_AT } from '../../model/event'
import { EVENT_LABELS } from '../../model/event-type'
import { TRIGGER_LABELS, TRIGGERS } from '../../model/trigger'
import { listProducts } from '../../products/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { listRecipes } from './recipes'

const SHOWN_EVENTS = 10
const EXAMPLE_PRODUCT = { id: '350399', name: 'Course Two' }

export async function showWebhook(c: Context<Web>, made: NewSecret[] = []): Promise<Response> {
  const { id: marketplace } = c.var.member.marketplace
  const base = marketplaceAddress(c)
  const endpoint = await findMarketplaceEndpoint(c.env.DB, marketplace)
  if (endpoint === null) {
    const main = <NoEndpoint base={base} formId={crypto.randomUUID()} />
    return renderPage(c, { title: 'Webhook', section: 'Webhook', main })
  }
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [secrets, products, received, refused, seen, overview, notUnderstood, chosen] = await Promise.all([
    listSecrets(c.env.DB, marketplace, endpoint.id, Date.now()),
    listProducts(c.env.DB, marketplace),
    journal.received(SHOWN_EVENTS),
    journal.refused(),
    journal.seen(),
    journal.overview(),
    journal.notUnderstoodWords(),
    listChosenWords(c.env.DB, marketplace),
  ])
  const url = `${new URL(c.req.url).origin}/hooks/${endpoint.id}`
  const plain = (kind: 'signing' | 'key') => made.find(({ row }) => row.kind === kind)?.plain ?? null
  const given = { url, secret: plain('signing'), key: plain('key'), product: products[0] ?? EXAMPLE_PRODUCT }
  const recipes = listRecipes(given)
  const example = (id: string) => recipes.find((one) => one.id === id)?.code[0]?.text ?? ''
  const arrived = new Set(seen.triggers.map((trigger) => trigger.id))
  const main = (
    <WebhookPage
      base={base}
      failures={endpoint.delinquentAt ?? DELINQUENT_AT}
      url={url}
      samcartUrl={`${url}/samcart?key=${plain('key') ?? 'YOUR-KEY'}`}
      keyShown={plain('key') !== null}
      secrets={secrets}
      made={made.map(({ row, plain }) => ({ kind: row.kind, plain }))}
      next={{ signing: crypto.randomUUID(), key: crypto.randomUUID() }}
      samcart={{ triggers: TRIGGERS.map((one) => ({ label: TRIGGER_LABELS[one], seen: arrived.has(one) })) }}
      recipes={recipes}
      examples={{ curl: example('curl'), node: example('node') }}
      notUnderstood={notUnderstood}
      chosen={chosen.map(({ format, word, spelling, meaning }) => ({
        ...{ format, word, spelling },
        meaning: meaning === 'ignore' ? 'Ignored' : EVENT_LABELS[meaning],
      }))}
      received={received.map((one) => ({ ...one, label: one.type === null ? one.typeWord : EVENT_LABELS[one.type] }))}
      refused={refused}
      silentSince={overview.silent ? overview.lastEvent : null}
    />
  )
  return renderPage(c, { title: 'Webhook', section: 'Webhook', main })
}

export async function showRecipe(c: Context<Web>): Promise<Response> {
  const { id: marketplace } = c.var.member.marketplace
  const [endpoint, products] = await Promise.all([
    findMarketplaceEndpoint(c.env.DB, marketplace),
    listProducts(c.env.DB, marketplace),
  ])
  const url = `${new URL(c.req.url).origin}/hooks/${endpoint?.id ?? 'YOUR-ENDPOINT'}`
  const given = { url, secret: null, key: null, product: products[0] ?? EXAMPLE_PRODUCT }
  const recipe = listRecipes(given).find(({ id }) => id === c.req.param('recipe'))
  if (recipe === undefined) {
    return c.notFound()
  }
  const main = <RecipePage base={marketplaceAddress(c)} recipe={recipe} />
  return renderPage(c, { title: `Send events from ${recipe.title}`, section: 'Webhook', main })
}
