/** Submit: a new rule, with its recommended partners if asked for; or the rule as it was edited. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Filled } from '../../../views/parts/form-values'
import { recordAudit } from '../../accounts/audit'
import { ACTIONS, EVERY_PRODUCT, type Rule, type Target, targetKindOf } from '../../model/rule'
import { TRIGGERS } from '../../model/trigger'
import { defaultName } from '../../rules/naming'
import { addRules, changeRule, listRules, type RuleDraft } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { form, formId } from '../http/form'
import { seeOther } from '../http/respond'
import { catalogOf, listedOf } from '../integrations/catalog-copy'
import { draftOf, settled } from './draft'
import { type Making, making } from './making'
import { optionFields, optionsOf } from './options'
import { missingAmong, recommendedRule } from './recommended-view'
import { targetKey } from './target-key'
import { showStepThree } from './target-page'
import { targetMeant } from './targets'

const ruleForm = z.object({
  id: formId,
  rule: z.string().default(''),
  product: z.string(),
  integration: z.string(),
  action: z.enum(ACTIONS),
  category: z.literal('ecommerce').default('ecommerce'),
  trigger: z.enum(TRIGGERS),
  q: z.string().default(''),
  target: z.string().default(''),
  partners: z.string().optional(),
  ...optionFields,
})

export const submitRule = new Hono<Web>()

submitRule.post('/rules', form(ruleForm, again), async (c) => {
  const typed = c.req.valid('form')
  const made = await making(c, draftOf({ ...typed, rule: '' }))
  if (made === null || made.integration === null) return c.notFound()
  const read = await ruleFrom(c, made, typed)
  if (!read.ok) return again(c, { values: made.draft, errors: read.errors })

  const rule = { ...read.rule, id: typed.id, on: true }
  const drafts = typed.partners === 'on' ? [rule, ...(await partnersOf(c, made, rule))] : [rule]
  await addRules(c.env.DB, drafts)
  await tell(c, 'added', `${drafts.length === 1 ? 'the rule' : `${drafts.length} rules with`} “${rule.name}”`)
  const text = drafts.length === 1 ? 'The rule is on.' : `${drafts.length} rules are on.`
  return seeOther(c, productAddress(baseOf(c), rule.product), { kind: 'done', text })
})

submitRule.post('/rules/:rule', form(ruleForm, again), async (c) => {
  const typed = c.req.valid('form')
  const made = await making(c, draftOf({ ...typed, rule: c.req.param('rule') }))
  if (made === null || made.integration === null || made.rule === null) return c.notFound()
  const read = await ruleFrom(c, made, typed)
  if (!read.ok) return again(c, { values: made.draft, errors: read.errors })

  const rule = { ...read.rule, id: made.rule.id, product: made.rule.product, on: made.rule.on }
  if (!(await changeRule(c.env.DB, rule))) return c.notFound()
  await tell(c, 'changed', `the rule “${rule.name}”`)
  const left = sameTarget(made.rule, rule) ? '' : `?left=${targetKey(made.rule.target)}`
  return seeOther(c, `${baseOf(c)}/rules/${rule.id}${left}`, { kind: 'done', text: 'The rule is saved.' })
})

type Read = { ok: true; rule: Omit<RuleDraft, 'id' | 'on'> } | { ok: false; errors: Record<string, string> }

async function ruleFrom(c: Context<Web>, made: Making, typed: z.infer<typeof ruleForm>): Promise<Read> {
  const { action, trigger, product, integration } = typed
  const kind = targetKindOf(action)
  const options = optionsOf(action, typed)
  const listed = listedOf(await catalogOf(c.env, integration), kind) ?? []
  const target = targetMeant(kind, listed, typed, made.rule?.target)
  const errors = {
    ...(target ? {} : { target: `Choose a ${kind} from the list, or type its id.` }),
    ...(options.ok ? {} : options.errors),
  }
  if (!options.ok || !target) return { ok: false, errors }
  const name = typed.name || defaultName({ action, trigger, target })
  const marketplace = c.var.member.marketplace.id
  return {
    ok: true,
    rule: { marketplace, product, integration, action, trigger, target, name, options: options.options },
  }
}

/** What is recommended once this rule is there, for its own target. */
async function partnersOf(c: Context<Web>, { integration }: Making, rule: RuleDraft): Promise<RuleDraft[]> {
  const { id: marketplace } = c.var.member.marketplace
  const seen = await c.env.JOURNAL.getByName(marketplace).seen()
  const full: Rule = { ...rule, integrationName: integration?.name ?? '', site: integration?.site ?? '' }
  const missing = missingAmong([...(await listRules(c.env.DB, marketplace)), full], rule.product, seen)
  return missing
    .filter((one) => one.integration === rule.integration && sameTarget(one, rule))
    .map((one, n) => recommendedRule(one, { id: `${rule.id}-${n + 1}`, marketplace, product: rule.product }))
}

function sameTarget(a: { target: Target }, b: { target: Target }): boolean {
  return a.target.kind === b.target.kind && a.target.id === b.target.id
}

function tell(c: Context<Web>, did: string, what: string): Promise<void> {
  return recordAudit(c.env.DB, { marketplace: c.var.member.marketplace.id, person: c.var.person, did, what })
}

async function again(c: Context<Web>, { values, errors }: Filled): Promise<Response> {
  const made = await making(c, draftOf({ product: EVERY_PRODUCT, ...values }))
  const chosen = made && settled(made.draft)
  if (!made?.integration || !chosen) return c.notFound()
  return showStepThree(c, made, { ...chosen, integration: made.integration }, errors)
}
