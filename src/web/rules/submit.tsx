/** Submit: a new rule, with its recommended partners if asked for; or the rule as it was edited. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { recordAudit } from '../../accounts/audit'
import { KINDS } from '../../integrations'
import { EVERY_PRODUCT, type Rule, type Target } from '../../model/rule'
import { TRIGGERS } from '../../model/trigger'
import { defaultName } from '../../rules/naming'
import { addRules, changeRule, listRules, type RuleDraft } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { formId, validateForm } from '../http/form'
import { redirect } from '../http/respond'
import { readOffers } from '../integrations/offers'
import { complete, findFirstProblems, findSecondProblems, parseDraft } from './draft'
import { optionFields, toOptions } from './options'
import { listMissing, toRule } from './recommendations-view'
import { toTargetKey } from './target-key'
import { showStepThree } from './target-page'
import { findTypedTarget, nounOf } from './targets'
import { loadWizard, type Wizard } from './wizard'

const ruleForm = z.object({
  id: formId,
  rule: z.string().default(''),
  product: z.string(),
  integration: z.string(),
  action: z.string().refine((action) => KINDS.findByAction(action) !== null),
  category: z.string().default(''),
  trigger: z.enum(TRIGGERS),
  q: z.string().default(''),
  target: z.string().default(''),
  partners: z.string().optional(),
  ...optionFields,
})

export const submitRule = new Hono<Web>()

submitRule.post('/rules', validateForm(ruleForm, showAgain), async (c) => {
  const typed = c.req.valid('form')
  const made = await loadWizard(c, parseDraft({ ...typed, rule: '' }))
  if (made === null || made.integration === null) {
    return c.notFound()
  }
  const read = await buildRule(c, made, typed)
  if (!read.ok) {
    return showAgain(c, { values: made.draft, errors: read.errors })
  }

  const rule = { ...read.rule, id: typed.id, on: true }
  const drafts = typed.partners === 'on' ? [rule, ...(await buildPartners(c, made, rule))] : [rule]
  await addRules(c.env.DB, drafts)
  await auditRule(c, 'added', `${drafts.length === 1 ? 'the rule' : `${drafts.length} rules with`} “${rule.name}”`)
  const text = drafts.length === 1 ? 'The rule is on.' : `${drafts.length} rules are on.`
  return redirect(c, productAddress(marketplaceAddress(c), rule.product), { kind: 'done', text })
})

submitRule.post('/rules/:rule', validateForm(ruleForm, showAgain), async (c) => {
  const typed = c.req.valid('form')
  const made = await loadWizard(c, parseDraft({ ...typed, rule: c.req.param('rule') }))
  if (made === null || made.integration === null || made.rule === null) {
    return c.notFound()
  }
  const read = await buildRule(c, made, typed)
  if (!read.ok) {
    return showAgain(c, { values: made.draft, errors: read.errors })
  }

  const rule = { ...read.rule, id: made.rule.id, product: made.rule.product, on: made.rule.on }
  if (!(await changeRule(c.env.DB, rule))) {
    return c.notFound()
  }
  await auditRule(c, 'changed', `the rule “${rule.name}”`)
  const left = isSameTarget(made.rule, rule) ? '' : `?left=${toTargetKey(made.rule.target)}`
  return redirect(c, `${marketplaceAddress(c)}/rules/${rule.id}${left}`, { kind: 'done', text: 'The rule is saved.' })
})

type Read = { ok: true; rule: Omit<RuleDraft, 'id' | 'on'> } | { ok: false; errors: Record<string, string> }

async function buildRule(c: Context<Web>, made: Wizard, typed: z.infer<typeof ruleForm>): Promise<Read> {
  const problems = { ...findFirstProblems(made.draft, made.integrations), ...findSecondProblems(made.draft) }
  if (Object.keys(problems).length > 0) {
    return { ok: false, errors: problems }
  }
  const { trigger, product, integration } = typed
  const action = KINDS.action(typed.action)
  const kind = action.target
  const options = toOptions(action, typed)
  const listed = (made.integration && (await readOffers(c.env, made.integration, kind))) ?? []
  const target = findTypedTarget(kind, listed, typed, made.rule?.target)
  const errors = {
    ...(target ? {} : { target: `Choose a ${nounOf(kind)} from the list, or type its id.` }),
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

/** What is recommended once this rule is there, for its own target. */
async function buildPartners(c: Context<Web>, { integration }: Wizard, rule: RuleDraft): Promise<RuleDraft[]> {
  const { id: marketplace } = c.var.member.marketplace
  const seen = await c.env.JOURNAL.getByName(marketplace).seen()
  const full: Rule = { ...rule, integrationName: integration?.name ?? '', site: integration?.site ?? '' }
  const missing = listMissing([...(await listRules(c.env.DB, marketplace)), full], rule.product, seen)
  return missing
    .filter((one) => one.integration === rule.integration && isSameTarget(one, rule))
    .map((one, n) => toRule(one, { id: `${rule.id}-${n + 1}`, marketplace, product: rule.product }))
}

function isSameTarget(a: { target: Target }, b: { target: Target }): boolean {
  return a.target.kind === b.target.kind && a.target.id === b.target.id
}

function auditRule(c: Context<Web>, did: string, what: string): Promise<void> {
  return recordAudit(c.env.DB, { marketplace: c.var.member.marketplace.id, person: c.var.person, did, what })
}

async function showAgain(c: Context<Web>, { values, errors }: FormValues): Promise<Response> {
  const made = await loadWizard(c, parseDraft({ product: EVERY_PRODUCT, ...values }))
  const chosen = made && complete(made.draft)
  if (!made?.integration || !chosen) {
    return c.notFound()
  }
  return showStepThree(c, made, { ...chosen, integration: made.integration }, errors)
}
