/** "Which rule, where two disagree on one target for one event". */
import { ENDING_TRIGGERS, type Trigger } from '../../../src/model/trigger'
import { EVERY, type RuleTerms, targetKey } from './terms'

/** What a rule does to access: gives it, ends what its purchase has, or removes the customer whatever granted it. */
export type Effect = 'create' | 'ending' | 'removal'

const PRECEDENCE: Effect[] = ['create', 'ending', 'removal']
const TRIGGER_PRECEDENCE: Trigger[] = ['subscription.delinquent', 'subscription.canceled', 'subscription.charge_failed']

/** @param always counts where an ending is made a removal */
export function effectOf({ verb, trigger, always }: RuleTerms): Effect {
  if (verb === 'create') {
    return 'create'
  }
  return ENDING_TRIGGERS.has(trigger) && !always ? 'ending' : 'removal'
}

export function matching(rules: RuleTerms[], marketplace: string, product: string, fired: Trigger[]): RuleTerms[] {
  return rules.filter(
    (rule) =>
      rule.marketplace === marketplace &&
      (rule.product === EVERY || rule.product === product) &&
      fired.includes(rule.trigger),
  )
}

/** When access would begin and end by a rule. */
type SpanOf = (rule: RuleTerms) => { start: number; end: number }

/** One rule a target. */
export function decide(rules: RuleTerms[], test: boolean, spanOf: SpanOf): RuleTerms[] {
  const acting = rules.filter(({ skipTest }) => !(skipTest && test))
  return [...Map.groupBy(acting, ({ target }) => targetKey(target)).values()].flatMap(
    (rivals) => rivals.sort((one, other) => compare(one, other, spanOf))[0] ?? [],
  )
}

function compare(one: RuleTerms, other: RuleTerms, spanOf: SpanOf): number {
  const [span, rival] = [spanOf(one), spanOf(other)]
  return (
    Number(one.product === EVERY) - Number(other.product === EVERY) ||
    PRECEDENCE.indexOf(effectOf(one)) - PRECEDENCE.indexOf(effectOf(other)) ||
    precedence(one) - precedence(other) ||
    // Two without end are equal, and their difference is no number.
    rival.end - span.end ||
    0 ||
    span.start - rival.start ||
    Number(other.giveBack) - Number(one.giveBack) ||
    Number(one.id > other.id) - Number(one.id < other.id)
  )
}

function precedence({ trigger }: RuleTerms): number {
  const index = TRIGGER_PRECEDENCE.indexOf(trigger)
  return index < 0 ? TRIGGER_PRECEDENCE.length : index
}
