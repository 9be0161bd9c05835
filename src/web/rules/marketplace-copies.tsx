/** Copy rules to another marketplace, by someone who belongs to both. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { ChooseMarketplace, CopyToMarketplace } from '../../../views/rules/marketplace-copies'
import { recordAudit } from '../../accounts/audit'
import { findMembership, listMemberships } from '../../accounts/members'
import { KINDS } from '../../integrations'
import { type Integration, listIntegrations } from '../../integrations/store'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { addSeenProducts } from '../../products/seen'
import { listProducts } from '../../products/store'
import { addRules, listRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { formId, newForm, textList, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { type Copy, MOST_COPIES, planCopies } from './rule-copies'

/** Beside these, `becomes-<integration>` names what takes the place of each integration. */
const copyForm = z.looseObject({ id: formId, rules: textList, on: z.enum(['yes', 'no']).catch('no') })

export const marketplaceCopies = new Hono<Web>()

marketplaceCopies.get('/rules/copies', async (c) => {
  const others = await listOtherMarketplaces(c)
  const product = c.req.query('product') ?? ''
  const crumbs = [{ label: 'Global Rules', href: `${marketplaceAddress(c)}/rules` }]
  const main = <ChooseMarketplace {...{ base: marketplaceAddress(c), crumbs, product, others }} />
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
    const { to, rules, integrations } = both
    const again = (field: string, text: string) => show(c, withError({ ...strings(typed), id, on }, field, text))
    const chosen = rules.filter((rule) => ticked.includes(rule.id))
    if (chosen.length === 0) {
      return again('rules', 'Choose at least one rule.')
    }
    if (chosen.length > MOST_COPIES) {
      return again('rules', `The most at once is ${MOST_COPIES}. Choose fewer rules.`)
    }
    const kinds = new Map(rules.map((rule) => [rule.integration, KINDS.findByAction(rule.action)?.id]))
    const stands = (one: string) =>
      integrations.find((other) => other.id === typed[`becomes-${one}`] && other.kind === kinds.get(one))
    const unsaid = chosen.find((rule) => stands(rule.integration) === undefined)
    if (unsaid) {
      return again(`becomes-${unsaid.integration}`, `Choose what takes ${unsaid.integrationName}’s place.`)
    }

    const destination = { marketplace: to.id, rules: await listRules(c.env.DB, to.id), stands, on: on === 'yes' }
    const copies = planCopies(destination, chosen, id)
    const products = [...new Set(copies.map(({ draft }) => draft.product))]
    await nameProducts(c, to.id, products)
    await addRules(
      c.env.DB,
      copies.map(({ draft }) => draft),
    )
    const text = describeCopies(copies, chosen.length, to.name, on === 'yes')
    const { person } = c.var
    await recordAudit(c.env.DB, {
      marketplace: c.var.member.marketplace.id,
      person,
      did: 'copied',
      what: `rules: ${text}`,
    })
    await recordAudit(c.env.DB, {
      marketplace: to.id,
      person,
      did: 'added',
      what: `rules copied from elsewhere: ${text}`,
    })
    const [only = EVERY_PRODUCT, ...more] = products
    return redirect(c, productAddress(`/m/${to.id}`, more.length > 0 ? EVERY_PRODUCT : only), { kind: 'done', text })
  },
)

/** The marketplaces someone may copy to. */
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

/** This side's rules (of one product, if the address says so), and the other side. Null where it is not theirs. */
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

/** Each integration that rules use, with what may take its place: the one on the same site is proposed. */
function toDestination(rules: Rule[], others: Integration[], typed: Record<string, string>) {
  const used = new Map(rules.map((rule) => [rule.integration, rule] as const))
  return [...used].map(([id, { integrationName, site, action }]) => {
    const kind = KINDS.findByAction(action)
    const alike = others.filter((other) => other.kind === kind?.id)
    return {
      field: `becomes-${id}`,
      name: integrationName,
      site: kind?.address(site) ?? site,
      chosen: typed[`becomes-${id}`] ?? alike.find((other) => other.site === site)?.id ?? '',
      options: alike.map((other) => ({ value: other.id, label: `${other.name} (${kind?.address(other.site)})` })),
    }
  })
}

/** Products the other side does not know are made there; those it knows keep their name. */
async function nameProducts(c: Context<Web>, to: string, ids: string[]): Promise<void> {
  const known = await listProducts(c.env.DB, c.var.member.marketplace.id)
  const wanted = ids
    .filter((id) => id !== EVERY_PRODUCT)
    .map((id) => ({ id, name: known.find((product) => product.id === id)?.name ?? null }))
  if (wanted.length > 0) {
    await addSeenProducts(c.env.DB, to, wanted, Date.now())
  }
}

function describeCopies(copies: Copy[], chosen: number, name: string, on: boolean): string {
  const elsewhere = copies.filter((copy) => copy.elsewhere).length
  const sentences = [
    copies.length === 0
      ? `${name} has these rules already; nothing was copied.`
      : `${count(copies.length)} copied to ${name}, ${on ? 'switched on where they are on here' : 'switched off until you switch them on'}.`,
    ...(elsewhere > 0 ? [`${count(elsewhere)} on another site: off until you choose the course or bundle there.`] : []),
    ...(copies.length > 0 && chosen > copies.length ? [`${count(chosen - copies.length)} it had already.`] : []),
  ]
  return sentences.join(' ')
}

function count(rules: number): string {
  return `${rules} rule${rules === 1 ? '' : 's'}`
}

function strings(typed: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
