/** Removals: what they take from grants made before, and from access found. */
import type { Act } from './acts'
import { endOfRule } from './ends'
import type { Ledger } from './grants'
import { holdUntilGivenBack } from './openings'
import { type RuleTerms, targetKey, type World } from './terms'

/** Takes a target from its customer, whatever of this marketplace or of unknown origin granted it before. */
export function remove(act: Act, rule: RuleTerms, ledger: Ledger, world: World): void {
  const { fact, purchase } = act
  const { email, marketplace, test } = purchase
  const end = endOfRule(rule, act, world)
  const { kind, id } = rule.target
  for (const grant of ledger.grants) {
    const own = grant.purchase.email === email && grant.purchase.marketplace === marketplace
    if (!own || (test && !grant.purchase.test) || grant.bases.length === 0) {
      continue
    }
    if (targetKey(grant.target) === targetKey(rule.target)) {
      grant.cuts.push({ fact, purchase, rule, course: null, end })
      holdUntilGivenBack(grant, end)
    } else if (grant.target.kind === 'bundle' && kind === 'course') {
      grant.cuts.push({ fact, purchase, rule, course: id, end })
    }
  }
  for (const state of ledger.found) {
    const same =
      targetKey(state.found.target) === targetKey(rule.target) ||
      (kind === 'course' && state.found.courses.includes(id))
    if (same && state.found.email === email && !test && state.found.activatedAt <= fact.at) {
      state.cuts.push({ fact, purchase, rule, course: kind === 'course' ? id : null, end })
    }
  }
}
