import { type Context, Hono } from 'hono'
import { ShowRule } from '../../../views/rules/show'
import { findTimeZone } from '../../accounts/time-zone'
import { findEarlierBuyers, findPastEndings } from '../../dispatch/earlier-buyers'
import { KINDS } from '../../integrations'
import { addressOf } from '../../integrations/connection'
import { findIntegration } from '../../integrations/store'
import { labelOf } from '../../integrations/target-names'
import { toCalendarDate } from '../../model/calendar-date'
import { EVERY_PRODUCT, isSameTarget, NO_CHOICE, type Rule } from '../../model/rule'
import { categoryOf, ENDING_TRIGGERS, labelTrigger, TRIGGER_CATEGORIES } from '../../model/trigger'
import { phraseRule, type RuleEnding } from '../../rules/sentence'
import { findRule, listRules, stampRule } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { redirect, renderPage } from '../http/respond'
import { stepAddress, toDraft } from './draft'
import { countRuleHolders } from './holders'
import { describeOptions } from './option-words'
import { findFailuresBefore } from './reruns'
import { loadRuleContext } from './rule-context'
import { describeState, isTargetGone, listDateWarnings } from './rule-line'
import { endingsAddress, findTarget, toTargetKey } from './target-key'
import { describeProduct } from './wizard'

export const showRule = new Hono<Web>()

showRule.get('/rules/:rule', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) {
    return c.notFound()
  }
  const [product, zone, endings, facts, left, failed, integration, earlier, past] = await Promise.all([
    productLabel(c, rule),
    findTimeZone(c.env.DB, rule.marketplace),
    listEndings(c, rule),
    loadRuleContext(c, [rule]),
    loadLeftBehind(c, rule),
    countFailedBefore(c, rule),
    findIntegration(c.env.DB, rule.marketplace, rule.integration),
    findEarlierBuyers(c.env, rule),
    findPastEndings(c.env, rule),
  ])
  const { missing, warnings } = describeState(rule, facts)
  const shown = {
    id: rule.id,
    name: rule.name,
    on: rule.on,
    sentence: phraseRule({ ...rule, action: KINDS.action(rule.action) }, product, rule.target.name, endings),
    missing,
    warnings: [...listDateWarnings(rule, toCalendarDate(Date.now(), zone)), ...warnings],
    facts: listFacts(rule, product, zone, integration === null ? rule.site : addressOf(integration)),
  }
  const main = (
    <ShowRule
      base={marketplaceAddress(c)}
      crumbs={listCrumbs(c, rule, product)}
      rule={shown}
      left={left}
      failed={failed}
      earlier={earlier}
      past={{ ...past, trigger: rule.trigger }}
      target={rule.target.name}
      formId={crypto.randomUUID()}
    />
  )
  return renderPage(c, { title: rule.name, section: findSection(rule), main })
})

showRule.get('/rules/:rule/edit', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) {
    return c.notFound()
  }
  const isMissing = isTargetGone(rule, await loadRuleContext(c, [rule]))
  // The other side may have renamed it; start the search with its current name. One that is gone leaves all to choose from.
  const target = isMissing ? null : await findTarget(c, rule, toTargetKey(rule.target))
  const draft = { ...toDraft({ ...rule, target: target ?? rule.target }), ...(isMissing && { q: '', target: '' }) }
  return redirect(c, stepAddress(marketplaceAddress(c), { ...draft, madeFrom: stampRule(rule) }, 3))
})

export function findSection(rule: Rule): 'Integrations' | 'Products' {
  return rule.product === EVERY_PRODUCT ? 'Integrations' : 'Products'
}

/** To the list that has the rule, and from its sub-pages to the rule. */
function listCrumbs(c: Context<Web>, rule: Rule, product: string) {
  const label = rule.product === EVERY_PRODUCT ? 'Global Rules' : product
  return [{ label, href: productAddress(marketplaceAddress(c), rule.product) }]
}

export async function listCrumbsBelow(c: Context<Web>, rule: Rule) {
  const above = listCrumbs(c, rule, await productLabel(c, rule))
  return [...above, { label: rule.name, href: `${marketplaceAddress(c)}/rules/${rule.id}` }]
}

/** Falls back to the id. */
async function productLabel(c: Context<Web>, rule: Rule): Promise<string> {
  return (await describeProduct(c, rule.product)) ?? `Product ${rule.product}`
}

function listFacts(rule: Rule, product: string, zone: string, site: string): [string, string][] {
  return [
    ['Integration', `${rule.integrationName} (${site})`],
    ['Action', KINDS.action(rule.action).label],
    ['Category', TRIGGER_CATEGORIES[categoryOf(rule.trigger)].label],
    ['Trigger', labelTrigger(rule.trigger)],
    ...nameTarget(rule),
    ['Product', rule.product === EVERY_PRODUCT ? 'Every product' : `${product} (${rule.product})`],
    ...describeOptions(rule, zone),
  ]
}

function nameTarget({ target }: Rule): [string, string][] {
  return target.id === NO_CHOICE ? [] : [[labelOf(target.kind), `${target.name} (${target.id})`]]
}

/** What the merchant's other rules end of what this one opens. */
async function listEndings(c: Context<Web>, rule: Rule): Promise<RuleEnding[]> {
  if (KINDS.action(rule.action).effect !== 'opens') {
    return []
  }
  const rules = await listRules(c.env.DB, rule.marketplace, { integration: rule.integration })
  return rules
    .filter(
      ({ on, action, target }) => on && KINDS.action(action).effect === 'ends' && isSameTarget(target, rule.target),
    )
    .filter(({ product, trigger }) => ENDING_TRIGGERS.has(trigger) && [rule.product, EVERY_PRODUCT].includes(product))
    .map(({ trigger, options }) => ({ trigger, giveBack: options.giveBack ?? true }))
}

/** Open failures with a target that the rule no longer has. */
async function countFailedBefore(c: Context<Web>, rule: Rule): Promise<number> {
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  return (await journal.log({ ...findFailuresBefore(rule), limit: 1 })).found
}

/** After an edit to another target: who holds the one before. */
async function loadLeftBehind(c: Context<Web>, rule: Rule) {
  const target = await findTarget(c, rule, c.req.query('left'))
  if (target === null) {
    return null
  }
  return {
    target: target.name,
    holders: await countRuleHolders(c, rule, target),
    href: endingsAddress(c, rule, target),
  }
}
