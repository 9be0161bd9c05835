/** The Webhook page, with secrets shown only where the request made them. */
import type { Context } from 'hono'
import { NoEndpoint, WebhookPage } from '../../../views/webhook/page'
import type { NewSecret } from '../../intake/new-secret'
import { findMarketplaceEndpoint, listSecrets } from '../../intake/store'
import { TRIGGER_LABELS, TRIGGERS } from '../../model/trigger'
import { listProducts } from '../../products/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { curlExample, nodeExample } from './examples'

/** Events and refusals shown. */
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
  const [secrets, products, received, refused, seen, overview] = await Promise.all([
    listSecrets(c.env.DB, marketplace, endpoint.id, Date.now()),
    listProducts(c.env.DB, marketplace),
    journal.received(SHOWN_EVENTS),
    journal.refused(),
    journal.seen(),
    journal.overview(),
  ])
  const url = `${new URL(c.req.url).origin}/hooks/${endpoint.id}`
  const plain = (kind: 'signing' | 'key') => made.find(({ row }) => row.kind === kind)?.plain ?? null
  const example = { url, secret: plain('signing'), product: products[0] ?? EXAMPLE_PRODUCT }
  const arrived = new Set(seen.triggers.map((trigger) => trigger.id))
  const main = (
    <WebhookPage
      base={base}
      url={url}
      samcartUrl={`${url}/samcart?key=${plain('key') ?? 'YOUR-KEY'}`}
      keyShown={plain('key') !== null}
      secrets={secrets}
      made={made.map(({ row, plain }) => ({ kind: row.kind, plain }))}
      next={{ signing: crypto.randomUUID(), key: crypto.randomUUID() }}
      samcart={{ triggers: TRIGGERS.map((one) => ({ label: TRIGGER_LABELS[one], seen: arrived.has(one) })) }}
      examples={{ curl: curlExample(example), node: nodeExample(example) }}
      received={received.map((one) => ({ ...one, label: one.type === null ? one.typeWord : TRIGGER_LABELS[one.type] }))}
      refused={refused}
      silentSince={overview.silent ? overview.lastEvent : null}
    />
  )
  return renderPage(c, { title: 'Webhook', section: 'Webhook', main })
}
