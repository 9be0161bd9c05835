/** Saves a new rule, with recommended partners if asked for, or an edited one. */

import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { findTimeZone } from '../../accounts/time-zone'
import { listMissing } from '../../attention/missing-rules'
import { findAnyEarlier } from '../../dispatch/earlier-buyers'
import { KINDS } from '../../integrations'
import { describeGone, nounOf } from '../../integrations/target-names'
import { toCalendarDate } from '../../model/calendar-date'
import { EVERY_PRODUCT, isSameTarget, NO_CHOICE, type Rule } from '../../model/rule'
import { isTrigger } from '../../model/trigger'
import { addRule } from '../../rules/add-commands'
import { changeRule } from '../../rules/commands'
import { RULE_GONE, RULE_WITHOUT_INTEGRATION, RULE_WITHOUT_PRODUCT } from '../../rules/describe'
import { defaultName } from '../../rules/naming'
import { isPresent, MOST_COPIES } from '../../rules/rule-copies'
import { phraseRule } from '../../rules/sentence'
import { findRule, listRules, type RuleDraft, stampRule } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, madeFrom, textList, validateForm } from '../http/form'
import { showGone } from '../http/gone'
import { redirect } from '../http/respond'
import { findChoice, loadChoosableTargets } from './choosable-targets'
import { complete, findFirstProblems, findSecondProblems, parseDraft, stepAddress } from './draft'
import { optionFields, toOptions } from './options'
import { toRuleDraft } from './recommendations-view'
import { listDateWarnings } from './rule-line'
import { toTargetKey } from './target-key'
import { showStepThree } from './target-page'
import { loadWizard, type Wizard } from './wizard'

const ruleForm = z.object({
  id: formId,
  rule: z.string().default(''),
  madeFrom,
  product: z.string(),
  integration: z.string(),
  action: z.string().refine((action) => KINDS.findByAction(action) !== null),
  category: z.string().default(''),
  trigger: z.string().refine(isTrigger),
  q: z.string().default(''),
  target: z.string().default(''),
  partners: z.string().optional(),
  also: textList,
  ...optionFields,
})

/** Without the other products that get the same rule: they are not part of it. */
type TypedRule = Omit<z.infer<typeof ruleForm>, 'also'>

export const submitRule = new Hono<Web>()

submitRule.post('/rules', validateForm(ruleForm, showAgain), async (c) => {
  const { also, ...typed } = c.req.valid('form')
  const made = await loadWizard(c, parseDraft({ ...typed, rule: '' }))
  if (made === null) {
    return showGone(c, RULE_WITHOUT_PRODUCT)
  }
  if (made.integration === null) {
    return chooseAgain(c, made)
  }
  const read = await buildRule(c, made, typed)
  if (!read.ok) {
    return showAgain(c, { values: made.draft, errors: read.errors })
  }

  const rule = { ...read.rule, id: typed.id, on: true }
  const partners = typed.partners === 'on' ? await buildPartners(c, made, rule) : []
  const further = await repeatForProducts(c, [rule, ...partners], also)
  const added = await addRule(c.env, authorOf(c), rule, [...partners, ...further])
  if (!added.ok) {
    return added.reason === 'no integration' ? chooseAgain(c, made) : showGone(c, added.sentence)
  }
  const text = await withDateWarnings(c, describeAdded(rule, made.productName, partners.length + further.length), rule)
  return redirect(c, await findAddressAfter(c, rule), { kind: 'done', text })
})

submitRule.post('/rules/:rule', validateForm(ruleForm, showAgain), async (c) => {
  const { also: _, ...typed } = c.req.valid('form')
  const made = await loadWizard(c, parseDraft({ ...typed, rule: c.req.param('rule') }))
  if (made === null || made.rule === null) {
    return showGone(c, RULE_GONE)
  }
  if (made.integration === null) {
    return chooseAgain(c, made)
  }
  const read = await buildRule(c, made, typed)
  if (!read.ok) {
    return showAgain(c, { values: made.draft, errors: read.errors })
  }

  const rule = { ...read.rule, id: made.rule.id, product: made.rule.product, on: made.rule.on }
  const changed = await changeRule(c.env, authorOf(c), rule, KINDS, typed.madeFrom)
  if (!changed.ok) {
    const now = await findRule(c.env.DB, made.rule.marketplace, rule.id)
    if (changed.reason === 'changed meanwhile' && now !== null) {
      return showAgain(c, { values: { ...made.draft, madeFrom: stampRule(now) }, errors: { '': changed.sentence } })
    }
    return changed.reason === 'no integration' ? chooseAgain(c, made) : showGone(c, changed.sentence)
  }
  const left = isSameTarget(made.rule.target, rule.target) ? '' : `?left=${toTargetKey(made.rule.target)}`
  return redirect(c, `${marketplaceAddress(c)}/rules/${rule.id}${left}`, {
    kind: 'done',
    text: await withDateWarnings(c, 'Saved. It applies from now on; access given before stays as it is.', rule),
  })
})

/** Another integration for what was typed: its own is gone. */
function chooseAgain(c: Context<Web>, { draft }: Wizard) {
  const text = `${RULE_WITHOUT_INTEGRATION} Choose another.`
  return redirect(c, stepAddress(marketplaceAddress(c), draft, 1), { kind: 'failed', text })
}

/** The list with the rule, or its own page where that offers to run it for what happened before it. */
async function findAddressAfter(c: Context<Web>, { id, product }: RuleDraft): Promise<string> {
  const base = marketplaceAddress(c)
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, id)
  // The rule is saved: without an answer, its page looks again.
  const earlier = rule && (await findAnyEarlier(c.env, rule).catch(() => null))
  return earlier && earlier.buyers > 0 ? `${base}/rules/${id}` : productAddress(base, product)
}

type ReadRule = { ok: true; rule: Omit<RuleDraft, 'id' | 'on'> } | { ok: false; errors: Record<string, string> }

async function buildRule(c: Context<Web>, made: Wizard, typed: TypedRule): Promise<ReadRule> {
  const problems = { ...findFirstProblems(made.draft, made.integrations), ...findSecondProblems(made.draft) }
  if (Object.keys(problems).length > 0) {
    return { ok: false, errors: problems }
  }
  const { trigger, product, integration } = typed
  const action = KINDS.action(typed.action)
  const kind = action.target
  const options = toOptions(action, typed, trigger)
  const choosable = action.only === undefined ? await loadChoosableTargets(c, made, kind) : null
  const target = choosable ? findChoice(kind, choosable, typed) : { kind, id: NO_CHOICE, name: action.only ?? '' }
  const problem = choosable?.gone
    ? describeGone(choosable.gone)
    : `Choose a ${nounOf(kind)} from the list, or type its id.`
  const errors = {
    ...(target ? {} : { target: problem }),
    ...(options.ok ? {} : options.errors),
  }
  if (!options.ok || !target) {
    return { ok: false, errors }
  }
  const name = typed.name || defaultName({ action: action.id, trigger, target }, KINDS)
  const marketplace = c.var.member.marketplace.id
  return {
    ok: true,
    rule: { marketplace, product, integration, action: action.id, trigger, target, name, options: options.options },
  }
}

/** Recommendations for the rule's own target once it exists. */
async function buildPartners(c: Context<Web>, { integration }: Wizard, rule: RuleDraft): Promise<RuleDraft[]> {
  const { id: marketplace } = c.var.member.marketplace
  const seen = await c.env.JOURNAL.getByName(marketplace).seen()
  const full: Rule = { ...rule, integrationName: integration?.name ?? '', site: integration?.site ?? '' }
  const missing = listMissing([...(await listRules(c.env.DB, marketplace)), full], rule.product, seen)
  return missing
    .filter((one) => !one.needsDays && one.integration === rule.integration && isSameTarget(one.target, rule.target))
    .map((one, n) => toRuleDraft(one, { id: `${rule.id}-${n + 1}`, marketplace, product: rule.product }))
}

/** The same rules for other products, except those that already have them. */
async function repeatForProducts(c: Context<Web>, rules: RuleDraft[], products: string[]): Promise<RuleDraft[]> {
  const [own] = rules
  if (own === undefined || own.product === EVERY_PRODUCT || products.length === 0) {
    return []
  }
  const present = await listRules(c.env.DB, c.var.member.marketplace.id)
  return [...new Set(products)]
    .filter((product) => product !== own.product)
    .slice(0, MOST_COPIES)
    .flatMap((product, at) => rules.map((rule) => ({ ...rule, id: `${rule.id}-${at + 1}-also`, product })))
    .filter((draft) => !isPresent(draft, present))
}

/** What happens now. @param others rules added with it */
function describeAdded(rule: RuleDraft, product: string, others: number): string {
  const added = others === 0 ? 'Rule added.' : `${others + 1} rules added.`
  const action = KINDS.action(rule.action)
  if (rule.trigger === 'product.purchased' && action.effect === 'opens') {
    return `${added} New buyers get ${rule.target.name}.`
  }
  const sentence = phraseRule({ ...rule, action }, product, rule.target.name)
  return `${added} From now on: ${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`
}

async function withDateWarnings(c: Context<Web>, text: string, rule: Pick<RuleDraft, 'options'>): Promise<string> {
  const zone = await findTimeZone(c.env.DB, c.var.member.marketplace.id)
  return [text, ...listDateWarnings(rule, toCalendarDate(Date.now(), zone))].join(' ')
}

async function showAgain(c: Context<Web>, { values, errors }: FormValues): Promise<Response> {
  const made = await loadWizard(c, parseDraft({ product: EVERY_PRODUCT, ...values }))
  const chosen = made && complete(made.draft)
  if (!made?.integration || !chosen) {
    return c.notFound()
  }
  return showStepThree(c, made, { ...chosen, integration: made.integration }, errors)
}
