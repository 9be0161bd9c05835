import { KINDS } from '../../../integrations'
import type { Rule } from '../../../model/rule'
import { addRule } from '../../../rules/add-commands'
import { changeRule, deleteRule, switchRule } from '../../../rules/commands'
import { customName } from '../../../rules/naming'
import { findRule, listRules, stampRule } from '../../../rules/store'
import type { ApiCall, Handlers } from '../../contract/call'
import { requireMatch } from '../../contract/etag'
import { pageById } from '../../contract/listing'
import { orNotFound, orRefuse } from '../../contract/problem'
import type { RuleAnswers } from './description'
import type { RULES } from './operations'
import { type RuleBody, readRule } from './read-rule'
import { listOwnOptions, toRuleJson } from './rule-json'

export const ruleHandlers: Handlers<typeof RULES, RuleAnswers> = {
  listRules: async (call, { query }) => {
    const { product, integration } = query
    const rules = await listRules(call.env.DB, call.marketplace.id, {
      ...(product === undefined ? {} : { product }),
      ...(integration === undefined ? {} : { integration }),
    })
    return pageById(call, 'listRules', query, rules, toRuleJson)
  },
  addRule: async (call, { body }) => {
    const rule = { ...(await readRule(call, body, null)), id: call.id, on: body.on ?? true }
    orRefuse(await addRule(call.env, call.author, rule))
    return toRuleJson(await find(call, rule.id))
  },
  getRule: async (call, { params }) => toRuleJson(await find(call, params.rule)),
  changeRule: async (call, { params, body: { on, ...changes } }) => {
    const before = await find(call, params.rule)
    requireMatch(call.ifMatch, toRuleJson(before))
    if (Object.keys(changes).length > 0) {
      const draft = await readRule(call, mergeRule(before, changes), before.target)
      const rule = { ...draft, id: before.id, on: before.on }
      orRefuse(await changeRule(call.env, call.author, rule, KINDS, stampRule(before)))
    }
    if (on !== undefined && on !== before.on) {
      orRefuse(await switchRule(call.env, call.author, before.id, on))
    }
    return toRuleJson(await find(call, before.id))
  },
  deleteRule: async (call, { params }) => {
    if (call.ifMatch !== null) {
      requireMatch(call.ifMatch, toRuleJson(await find(call, params.rule)))
    }
    orRefuse(await deleteRule(call.env, call.author, params.rule))
    return undefined
  },
}

type RuleChange = { [Part in keyof RuleBody]?: RuleBody[Part] | undefined }

/** The rule with what a program changes; with another action or trigger, options begin again. */
function mergeRule(rule: Rule, changes: RuleChange): RuleBody {
  const { product, integration, action, trigger, target } = toRuleJson(rule)
  const isSame = (changes.action ?? action) === action && (changes.trigger ?? trigger) === trigger
  const { skip_test, ...options } = listOwnOptions(rule)
  const name = customName(rule, KINDS)
  return {
    product,
    integration: changes.integration ?? integration,
    action: changes.action ?? action,
    trigger: changes.trigger ?? trigger,
    target: changes.target === undefined ? (target?.id ?? null) : changes.target,
    name: changes.name ?? (name || undefined),
    options: { ...(skip_test === undefined ? {} : { skip_test }), ...(isSame ? options : {}), ...changes.options },
  }
}

function find({ env, marketplace }: ApiCall, id: string): Promise<Rule> {
  return orNotFound('rule', findRule(env.DB, marketplace.id, id))
}
