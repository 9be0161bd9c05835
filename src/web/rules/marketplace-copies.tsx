/** For a person who belongs to both marketplaces. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { ChooseMarketplace, CopyToMarketplace } from '../../../views/rules/marketplace-copies'
import { findMembership, listMemberships } from '../../accounts/members'
import { KINDS } from '../../integrations'
import { addressOf } from '../../integrations/connection'
import { type Integration, listIntegrations } from '../../integrations/store'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { copyRulesToMarketplace } from '../../products/marketplace-copy-commands'
import { listProducts } from '../../products/store'
import { listRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, newForm, textList, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'

/** `becomes-<integration>` names what takes the place of each integration. */
const BECOMES = 'becomes-'

const copyForm = z.looseObject({ id: formId, rules: textList, on: z.enum(['yes', 'no']).catch('no') })

export const marketplaceCopies = new Hono<Web>()

marketplaceCopies.get('/rules/copies', async (c) => {
  const others = await listOtherMarketplaces(c)
  const product = c.req.query('product') ?? ''
  const crumbs = [{ label: 'Global Rules', href: `${marketplaceAddress(c)}/rules` }]
  const main = <ChooseMarketplace base={marketplaceAddress(c)} crumbs={crumbs} product={product} others={others} />
  return renderPage(c, { title: 'Copy rules', section: 'Integrations', main })
})

marketplaceCopies.get('/rules/copies/:other', (c) => show(c, newForm()))

marketplaceCopies.post(
  '/rules/copies/:other',
  validateForm(copyForm, (c, filled) => show(c, filled)),
  async (c) => {
    const { id, on, rules: ticked, ...typed } = c.req.valid('form')
    const both = await loadBothSides(c)
    if (both === null) {
      return c.notFound()
    }
    const copied = await copyRulesToMarketplace(c.env, authorOf(c), {
      id,
      to: both.to.id,
      rules: both.rules.map((rule) => rule.id).filter((one) => ticked.includes(one)),
      becomes: substitutes(typed),
      on: on === 'yes',
    })
    if (copied.ok) {
      return redirect(c, productAddress(`/m/${both.to.id}`, copied.product), { kind: 'done', text: copied.text })
    }
    if (copied.reason === 'not theirs') {
      return c.notFound()
    }
    const field = copied.reason === 'no integration' ? `${BECOMES}${copied.integration}` : 'rules'
    return show(c, withError({ ...strings(typed), id, on }, field, copied.sentence))
  },
)

export async function listOtherMarketplaces(c: Context<Web>): Promise<{ id: string; name: string }[]> {
  const memberships = await listMemberships(c.env.DB, c.var.person.id)
  return memberships.map(({ marketplace }) => marketplace).filter(({ id }) => id !== c.var.member.marketplace.id)
}

async function show(c: Context<Web>, filled: FormValues): Promise<Response> {
  const both = await loadBothSides(c)
  if (both === null) {
    return c.notFound()
  }
  const { to, rules, integrations } = both
  const products = await listProducts(c.env.DB, c.var.member.marketplace.id)
  const names = new Map([[EVERY_PRODUCT, 'Every product'], ...products.map(({ id, name }) => [id, name] as const)])
  const groups = [...Map.groupBy(rules, (rule) => rule.product)].map(([product, of]) => ({
    name: names.get(product) ?? `Product ${product}`,
    rules: of.map(({ id, name, on }) => ({ id, name, on })),
  }))
  const product = c.req.query('product')
  const ticked = c.req.method === 'POST' ? textList.parse((await c.req.parseBody({ all: true })).rules) : null
  const main = (
    <CopyToMarketplace
      at={`${marketplaceAddress(c)}/rules/copies/${to.id}${product ? `?${new URLSearchParams({ product })}` : ''}`}
      back={productAddress(marketplaceAddress(c), product ?? EVERY_PRODUCT)}
      from={product ? (names.get(product) ?? product) : 'Global Rules'}
      to={to}
      groups={groups}
      ticked={ticked ?? rules.map(({ id }) => id)}
      becomes={toDestination(rules, integrations, filled.values)}
      kinds={KINDS.nameKinds([])}
      filled={filled}
    />
  )
  const status = Object.keys(filled.errors).length > 0 ? 422 : 200
  return renderPage(
    c,
    { title: `Copy rules to ${to.name}`, section: product ? 'Products' : 'Integrations', main },
    status,
  )
}

/** Null when the other marketplace is not theirs. */
async function loadBothSides(c: Context<Web>) {
  const { id: here } = c.var.member.marketplace
  const other = c.req.param('other') ?? ''
  const found = other === here ? null : await findMembership(c.env.DB, other, c.var.person.id)
  if (found === null) {
    return null
  }
  const product = c.req.query('product')
  const [rules, integrations] = await Promise.all([
    listRules(c.env.DB, here, product ? { product } : {}),
    listIntegrations(c.env.DB, other),
  ])
  return { to: found.marketplace, rules, integrations }
}

/** Each integration in use with its possible replacements; proposes the one on the same site. */
function toDestination(rules: Rule[], others: Integration[], typed: Record<string, string>) {
  const used = new Map(rules.map((rule) => [rule.integration, rule] as const))
  return [...used].map(([id, { integrationName, site, action }]) => {
    const kind = KINDS.findByAction(action)
    const alike = others.filter((other) => other.kind === kind?.id)
    return {
      field: `${BECOMES}${id}`,
      name: integrationName,
      site: kind?.address(site) ?? site,
      chosen: typed[`${BECOMES}${id}`] ?? alike.find((other) => other.site === site)?.id ?? '',
      options: alike.map((other) => ({ value: other.id, label: `${other.name} (${addressOf(other)})` })),
    }
  })
}

function substitutes(typed: Record<string, unknown>): Record<string, string> {
  const named = Object.entries(strings(typed)).filter(([field]) => field.startsWith(BECOMES))
  return Object.fromEntries(named.map(([field, integration]) => [field.slice(BECOMES.length), integration]))
}

function strings(typed: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
