/** Whether the design leaves no doubt whose an access found is; histories keep only such rows. */
import { isCreateAction } from '../../src/integrations/thinkific/actions'
import type { Rule } from '../../src/model/rule'
import { type Act, actsOf, type Found, type Happening } from './model'
import { BUNDLES } from './setups'

const RESTORING = ['subscription.charged', 'subscription.recovered', 'subscription.restarted']

/**
 * Not so where one create would call it the purchase's own and another of unknown origin (then it depends on which
 * meets it first; and one that has lapsed meets nothing), where a purchase known by another target ends it, where an end was overwritten unseen (creates without end post blind), or where somebody was enrolled by hand after an ending happened that is told late.
 */
export function determinate(row: Found, happened: Happening[], rules: Rule[]): boolean {
  const acts = happened.flatMap((one) => actsOf(one, rules, BUNDLES))
  const reaching = acts.filter(({ courses }) => courses.some((course) => row.courses.includes(course)))
  const creates = reaching.filter(({ stage }) => stage === 'create')
  const own = creates.map((act) => row.activatedAt >= act.happening.at || RESTORING.includes(act.rule.trigger))
  if (new Set(own).size > 1) {
    return false
  }
  if (row.until !== null && creates.some(({ rule }) => rule.options.accessDays === null)) {
    return false
  }
  if (own[0] === true && creates.some(({ happening, rule }) => happening.test || rule.options.accessDays !== null)) {
    return false
  }
  if (creates.some(({ rule }) => rule.target.kind === 'bundle')) {
    return false
  }
  // Nobody tells how somebody came to have a course of a bundle.
  if (row.target.kind === 'bundle' && creates.length > 0) {
    return false
  }
  const reachedBy = (act: Act) => creates.some(({ happening }) => happening.purchase === act.happening.purchase)
  const strangers = reaching.filter((act) => act.stage === 'ending' && !reachedBy(act))
  const knownElsewhere = strangers.some(({ happening: { purchase } }) =>
    acts.some(({ happening, rule }) => happening.purchase === purchase && isCreateAction(rule.action)),
  )
  if (knownElsewhere) {
    return false
  }
  const endedFirst = reaching.some(
    ({ stage, happening: { purchase, at } }) =>
      stage === 'ending' && creates.some(({ happening }) => happening.purchase === purchase && happening.at > at),
  )
  const plain = strangers.length === 0 && !endedFirst && !reaching.some(({ stage }) => stage === 'removal')
  return plain || happened.every(({ at }) => row.activatedAt < at)
}
