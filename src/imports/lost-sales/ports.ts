/** What a comparison needs from outside the journal's object. */
import type { Env } from '../../env'
import { readRetention } from '../../journal/retention'
import { EVERY_PRODUCT } from '../../model/rule'
import { isAccessTrigger } from '../../model/trigger'
import { addSeenProducts } from '../../products/seen'
import { listRules } from '../../rules/store'
import type { SamCartClient } from '../samcart-api/client'
import { openStoredClient } from '../samcart-api/key-store'

export interface ComparisonPorts {
  /** How long what was reported is remembered. */
  keptMs: number
  /** Null without a key that can be read. */
  openClient(marketplace: string): Promise<SamCartClient | null>
  /** Says of a product whether any rule that is on is for it: a report of another one would change nothing. */
  loadRuled(marketplace: string): Promise<(product: string) => boolean>
  addProducts(marketplace: string, products: { id: string; name: string | null }[]): Promise<void>
}

export function createComparisonPorts(env: Env): ComparisonPorts {
  return {
    keptMs: readRetention(env.RETENTION_DAYS).ms,
    openClient: (marketplace) => openStoredClient(env, marketplace),
    loadRuled: async (marketplace) => {
      const rules = await listRules(env.DB, marketplace)
      const products = new Set(
        rules.flatMap(({ on, trigger, product }) => (on && !isAccessTrigger(trigger) ? [product] : [])),
      )
      return (product) => products.has(EVERY_PRODUCT) || products.has(product)
    },
    addProducts: (marketplace, products) => addSeenProducts(env.DB, marketplace, products, Date.now()),
  }
}
