import { KINDS } from '../integrations'
import type { Rule } from '../model/rule'
import { addRecommendedRules, addRule } from '../rules/add-commands'
import { changeRule, deleteRule, switchRule } from '../rules/commands'
import { type RuleDraft, stampRule } from '../rules/store'
import { type ApplyStep, type FileApplication, refuseChanged, toStepRefusal } from './applying'
import { type ComparableRule, draftOf, toComparableRule, toRuleId } from './comparable-rule'
import { findNamed } from './setup'

/** More have one line in the audit trail for each batch. */
const MOST_WITH_LINES = 20
const RULES_PER_BATCH = 100

/** In batches that are added whole; what is there already is not added again. */
export async function addNewRules({ env, author, here }: FileApplication, rules: ComparableRule[]): ApplyStep {
  const drafts = rules.map((rule): RuleDraft | null => {
    const integration = findNamed(here, rule.integration)?.row.id
    const { marketplace } = author
    return integration === undefined
      ? null
      : draftOf(rule, { id: toRuleId(rule.key, marketplace), marketplace, integration })
  })
  const known = drafts.filter((draft) => draft !== null)
  if (known.length < drafts.length) {
    return refuseChanged()
  }
  for (let at = 0; at < known.length; at += RULES_PER_BATCH) {
    const batch = known.slice(at, at + RULES_PER_BATCH)
    const [first, ...others] = batch
    const added =
      first === undefined || known.length <= MOST_WITH_LINES
        ? await addRecommendedRules(env, author, batch)
        : await addRule(env, author, first, others)
    if (!added.ok) {
      return toStepRefusal(added)
    }
  }
  return null
}

export async function changeOwnRule({ env, author, here }: FileApplication, wanted: ComparableRule): ApplyStep {
  const own = findOwn(here.rules, wanted)
  const integration = findNamed(here, wanted.integration)?.row.id
  if (own === undefined || integration === undefined) {
    return refuseChanged()
  }
  const { id, marketplace } = own
  const draft = { ...draftOf(wanted, { id, marketplace, integration }), on: own.on }
  return toStepRefusal(await changeRule(env, author, draft, KINDS, stampRule(own)))
}

/** Also where it is switched already: what waits for a rule that is off ends then. */
export async function switchOwnRule({ env, author, here }: FileApplication, wanted: ComparableRule): ApplyStep {
  const own = findOwn(here.rules, wanted)
  return own === undefined ? refuseChanged() : toStepRefusal(await switchRule(env, author, own.id, wanted.on))
}

export async function removeRule({ env, author, here }: FileApplication, rule: ComparableRule): ApplyStep {
  const own = findOwn(here.rules, rule)
  return own === undefined ? null : toStepRefusal(await deleteRule(env, author, own.id), ['gone'])
}

function findOwn(rules: Rule[], { key }: ComparableRule): Rule | undefined {
  return rules.find((rule) => toComparableRule(rule).key === key)
}
