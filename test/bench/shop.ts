/** A marketplace with one site, its rules and its catalog, written where the product's pages would write them. */
import type { Miniflare } from 'miniflare'
import type { IntegrationAccess } from '../../src/integrations/thinkific/thinkific-job'
import { seal } from '../../src/secrets/sealing'
import { SEALING_KEYS } from './workers'

export const API_KEY = '0123456789abcdef0123456789abcdef'
export const SITE = 'academy'
export const COURSE = { id: '101', name: 'Piano 101' }

export interface Shop {
  marketplace: string
  product: string
  access: IntegrationAccess
}

/** One integration, one rule: every buyer of the product is enrolled. */
export async function openShop(miniflare: Miniflare, marketplace: string, product: string, site = SITE): Promise<Shop> {
  const db = await miniflare.getD1Database('DB')
  const id = `integration-${marketplace}-${site}`
  const sealedCredential = await seal(SEALING_KEYS, `integration:${marketplace}:${id}`, API_KEY)
  const access: IntegrationAccess = {
    id,
    name: site,
    marketplace,
    site,
    scheme: 'api_key',
    sealedCredential,
    requestsPerMinute: 1_000,
    siteWelcome: false,
  }
  await db.batch([
    db
      .prepare(
        `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES (?, ?, 'thinkific', ?, ?, 'api_key', ?, 1000, 0, NULL, 1, 1, NULL)`,
      )
      .bind(id, marketplace, site, site, sealedCredential),
    db.prepare('INSERT INTO products VALUES (?, ?, ?, 1)').bind(marketplace, product, 'Club'),
  ])
  await addRules(miniflare, { marketplace, product, access }, [product])
  return { marketplace, product, access }
}

/** A rule for each product: bought, enrolled. */
export async function addRules(miniflare: Miniflare, { marketplace, access }: Shop, products: string[]): Promise<void> {
  const db = await miniflare.getD1Database('DB')
  const statement = db.prepare(
    `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on",
          access_days, end_when, end_days, skip_test, remove_always, created_at, updated_at) VALUES (?, ?, ?, ?, 'product.purchased', 'create_course', 'course', ?, ?, ?, 1, NULL, 'at_once', NULL, 0, 0, 1, 1)`,
  )
  for (let at = 0; at < products.length; at += 50) {
    const some = products.slice(at, at + 50)
    await db.batch(
      some.map((product) =>
        statement.bind(
          `rule-${marketplace}-${product}`,
          marketplace,
          access.id,
          product,
          COURSE.id,
          COURSE.name,
          `Welcome to ${product}`,
        ),
      ),
    )
  }
}
