/** The tabs. Secrets are shown only by the request that created them. */

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { SamCartAddress, SignedAddress } from '../../../views/webhook/addresses'
import { Delinquency } from '../../../views/webhook/delinquency'
import { NoEndpoint } from '../../../views/webhook/no-endpoint'
import { ENDPOINT_PLACEHOLDER, KEY_PLACEHOLDER } from '../../../views/webhook/placeholders'
import { LastReceived, LastRefused } from '../../../views/webhook/recent-posts'
import { NoRecipes, RecipePage } from '../../../views/webhook/recipe-page'
import { Examples, Recipes } from '../../../views/webhook/recipes'
import { SamCart } from '../../../views/webhook/samcart'
import { Secrets } from '../../../views/webhook/secrets'
import { type WebhookTab, WebhookTabs } from '../../../views/webhook/tabs'
import { SenderWords } from '../../../views/webhook/words'
import type { NewSecret } from '../../intake/new-secret'
import { type Endpoint, findMarketplaceEndpoint, listChosenWords, listSecrets } from '../../intake/store'
import { groupSpellings } from '../../intake/word-groups'
import { markOfSecret } from '../../journal/overview/sightings'
import { DELINQUENT_AT } from '../../model/event'
import { labelEvent } from '../../model/event-type'
import { labelTrigger, TRIGGERS } from '../../model/trigger'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { PHRASES } from '../http/phrases'
import { renderPage } from '../http/respond'
import { hookAddress, listOwnRecipes } from './own-recipes'

const SHOWN_EVENTS = 10

type TabBody = (c: Context<Web>, endpoint: Endpoint) => Promise<Child>

export const showSamCart = (c: Context<Web>) => showTab(c, 'SamCart', samcartTab)
export const showSenders = (c: Context<Web>) => showTab(c, 'Other senders', sendersTab)
export const showActivity = (c: Context<Web>) => showTab(c, 'Activity', activityTab)
export const showSecrets = (c: Context<Web>, made: NewSecret[] = []) =>
  showTab(c, 'Secrets', (_, endpoint) => secretsTab(c, endpoint, made))

async function showTab(c: Context<Web>, tab: WebhookTab, body: TabBody): Promise<Response> {
  const { id: marketplace } = c.var.member.marketplace
  const base = marketplaceAddress(c)
  const endpoint = await findMarketplaceEndpoint(c.env.DB, marketplace)
  if (endpoint === null) {
    const main = <NoEndpoint base={base} formId={crypto.randomUUID()} />
    return renderPage(c, { title: 'Webhook', section: 'Webhook', main })
  }
  const [overview, content] = await Promise.all([c.env.JOURNAL.getByName(marketplace).overview(), body(c, endpoint)])
  const main = (
    <WebhookTabs base={base} current={tab} silentSince={overview.silent ? overview.lastEvent : null}>
      {content}
    </WebhookTabs>
  )
  return renderPage(c, { title: `Webhook, ${tab}`, section: 'Webhook', main })
}

async function samcartTab(c: Context<Web>, endpoint: Endpoint): Promise<Child> {
  const seen = await c.env.JOURNAL.getByName(endpoint.marketplace).seen()
  const arrived = new Set(seen.triggers.map((trigger) => trigger.id))
  return (
    <>
      <SamCartAddress {...samcartAddress(c, endpoint, null)} />
      <SamCart triggers={TRIGGERS.map((one) => ({ label: labelTrigger(one), seen: arrived.has(one) }))} />
    </>
  )
}

async function sendersTab(c: Context<Web>, endpoint: Endpoint): Promise<Child> {
  const base = marketplaceAddress(c)
  const recipes = await listOwnRecipes(c, endpoint.id)
  return (
    <>
      <SignedAddress url={hookAddress(c, endpoint.id)} />
      <Recipes base={base} recipes={recipes} />
      <Delinquency base={base} failures={endpoint.delinquentAt ?? DELINQUENT_AT} />
    </>
  )
}

async function secretsTab(c: Context<Web>, endpoint: Endpoint, made: NewSecret[]): Promise<Child> {
  const [secret, key] = [findPlain(made, 'signing'), findPlain(made, 'key')]
  const [secrets, { marks }, recipes] = await Promise.all([
    listSecrets(c.env.DB, endpoint.marketplace, endpoint.id, Date.now()),
    c.env.JOURNAL.getByName(endpoint.marketplace).seen(),
    secret === null ? null : listOwnRecipes(c, endpoint.id, { secret, key }),
  ])
  return (
    <>
      <Secrets
        base={marketplaceAddress(c)}
        secrets={secrets.map((one) => ({
          ...one,
          usedAt: marks.find(({ id }) => id === markOfSecret(one.id))?.last ?? null,
        }))}
        made={made.map(({ row, plain }) => ({ kind: row.kind, plain }))}
      />
      {key !== null && <SamCartAddress {...samcartAddress(c, endpoint, key)} />}
      {recipes && <Examples recipes={recipes} />}
    </>
  )
}

async function activityTab(c: Context<Web>, { marketplace }: Endpoint): Promise<Child> {
  const base = marketplaceAddress(c)
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [received, refused, notUnderstood, chosen] = await Promise.all([
    journal.received(SHOWN_EVENTS),
    journal.refused(),
    journal.notUnderstoodWords(),
    listChosenWords(c.env.DB, marketplace),
  ])
  const posts = received.map((one) => ({
    ...one,
    label: one.type === null ? one.typeWord : labelEvent(one.type),
  }))
  const words = chosen.map(({ format, word, spelling, meaning }) => ({
    format,
    word,
    spelling,
    meaning: meaning === 'ignore' ? 'Ignored' : labelEvent(meaning),
  }))
  return (
    <>
      <LastReceived base={base} phrases={PHRASES} received={posts} />
      <SenderWords base={base} notUnderstood={groupSpellings(notUnderstood)} chosen={words} />
      <LastRefused base={base} refused={refused} />
    </>
  )
}

function samcartAddress(c: Context<Web>, endpoint: Endpoint, key: string | null) {
  const samcartUrl = `${hookAddress(c, endpoint.id)}/samcart?key=${key ?? KEY_PLACEHOLDER}`
  return { base: marketplaceAddress(c), samcartUrl, keyShown: key !== null }
}

function findPlain(made: NewSecret[], kind: 'signing' | 'key'): string | null {
  return made.find(({ row }) => row.kind === kind)?.plain ?? null
}

export async function showRecipe(c: Context<Web>): Promise<Response> {
  const endpoint = await findMarketplaceEndpoint(c.env.DB, c.var.member.marketplace.id)
  const base = marketplaceAddress(c)
  const recipes = await listOwnRecipes(c, endpoint?.id ?? ENDPOINT_PLACEHOLDER)
  if (recipes === null) {
    return renderPage(c, { title: 'Send events', section: 'Webhook', main: <NoRecipes base={base} /> }, 503)
  }
  const recipe = recipes.find(({ id }) => id === c.req.param('recipe'))
  if (recipe === undefined) {
    return c.notFound()
  }
  const main = <RecipePage base={base} recipe={recipe} />
  return renderPage(c, { title: `Send events from ${recipe.title}`, section: 'Webhook', main })
}
