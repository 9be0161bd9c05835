/** A rule's page. */
import { type Context, Hono } from 'hono'
import { ShowRule } from '../../../views/rules/show'
import { ACTION_LABELS, EVERY_PRODUCT, type Rule } from '../../model/rule'
import { TRIGGER_LABELS } from '../../model/trigger'
import { phraseRule } from '../../rules/sentence'
import { findRule } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { page, seeOther } from '../http/respond'
import { draftFrom, stepAddress } from './draft'
import { factsFor } from './facts'
import { holdersOf } from './holders'
import { warningsOf } from './line'
import { productName } from './making'
import { optionFacts } from './option-words'
import { targetKey, targetNamed } from './target-key'

export const showRule = new Hono<Web>()

showRule.get('/rules/:rule', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) return c.notFound()
  const product = await productLabel(c, rule)
  const shown = {
    id: rule.id,
    name: rule.name,
    on: rule.on,
    sentence: phraseRule({ ...rule, removeAlways: rule.options.removeAlways }, product, rule.target.name),
    warnings: warningsOf(rule, await factsFor(c, [rule])),
    facts: factsOf(rule, product),
  }
  const main = (
    <ShowRule
      base={baseOf(c)}
      crumbs={await crumbsOf(c, rule)}
      rule={shown}
      left={await leftBehind(c, rule)}
      formId={crypto.randomUUID()}
    />
  )
  return page(c, { title: rule.name, section: sectionFor(rule), main })
})

showRule.get('/rules/:rule/edit', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) return c.notFound()
  // Thinkific may call it otherwise by now; the search begins with a name that finds it.
  const target = (await targetNamed(c, rule, targetKey(rule.target))) ?? rule.target
  return seeOther(c, stepAddress(baseOf(c), draftFrom({ ...rule, target }), 3))
})

/** Where a rule's page belongs. */
export function sectionFor(rule: Rule): 'Integrations' | 'Products' {
  return rule.product === EVERY_PRODUCT ? 'Integrations' : 'Products'
}

/** The way back: to the list that has the rule, and from its sub-pages to the rule. */
export async function crumbsOf(c: Context<Web>, rule: Rule) {
  const label = rule.product === EVERY_PRODUCT ? 'Global Rules' : await productLabel(c, rule)
  return [{ label, href: productAddress(baseOf(c), rule.product) }]
}

export async function crumbsBelow(c: Context<Web>, rule: Rule) {
  return [...(await crumbsOf(c, rule)), { label: rule.name, href: `${baseOf(c)}/rules/${rule.id}` }]
}

/** A rule's product by name; one that nobody knows, by its id. */
async function productLabel(c: Context<Web>, rule: Rule): Promise<string> {
  return (await productName(c, rule.product)) ?? `Product ${rule.product}`
}

function factsOf(rule: Rule, product: string): [string, string][] {
  return [
    ['Integration', `${rule.integrationName} (${rule.site}.thinkific.com)`],
    ['Action', ACTION_LABELS[rule.action]],
    ['Category', 'eCommerce'],
    ['Trigger', TRIGGER_LABELS[rule.trigger]],
    [rule.target.kind === 'course' ? 'Course' : 'Bundle', `${rule.target.name} (${rule.target.id})`],
    ['Product', rule.product === EVERY_PRODUCT ? 'Every product' : `${product} (${rule.product})`],
    ...optionFacts(rule),
  ]
}

/** After an edit to another target: who holds the one before. */
async function leftBehind(c: Context<Web>, rule: Rule) {
  const target = await targetNamed(c, rule, c.req.query('left'))
  if (target === null) return null
  const holders = await holdersOf(c, rule, target)
  const href = `${baseOf(c)}/rules/${rule.id}/endings?target=${targetKey(target)}`
  return { target: target.name, holders, href }
}
