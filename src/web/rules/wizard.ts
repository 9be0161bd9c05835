/** Data shared by the steps of New Rule. */
import type { Context } from 'hono'
import { type Integration, listIntegrations } from '../../integrations/store'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { findProduct } from '../../products/store'
import { findRule } from '../../rules/store'
import type { Web } from '../http/context'
import type { Draft } from './draft'

export interface Wizard {
  draft: Draft
  /** Its name, or "any product". */
  productName: string
  integrations: Integration[]
  integration: Integration | null
  /** Null for a new rule. */
  rule: Rule | null
}

/** Null when the product or edited rule is gone. */
export async function loadWizard(c: Context<Web>, draft: Draft): Promise<Wizard | null> {
  const marketplace = c.var.member.marketplace.id
  const { product = '', rule: editing = '' } = draft
  const [integrations, name, rule] = await Promise.all([
    listIntegrations(c.env.DB, marketplace),
    describeProduct(c, product),
    editing === '' ? null : findRule(c.env.DB, marketplace, editing),
  ])
  if (name === null || (editing !== '' && rule === null)) {
    return null
  }
  const integration = integrations.find((one) => one.id === draft.integration) ?? null
  return { draft, productName: name, integrations, integration, rule }
}

/** Null for an unknown product. */
export async function describeProduct(c: Context<Web>, product: string): Promise<string | null> {
  if (product === EVERY_PRODUCT) {
    return 'any product'
  }
  return (await findProduct(c.env.DB, c.var.member.marketplace.id, product))?.name ?? null
}
