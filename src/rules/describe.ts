/** A rule in the words of its form, for the audit trail. */
import { EVERY_PRODUCT, type RuleOptions } from '../model/rule'
import { TRIGGER_LABELS } from '../model/trigger'
import type { RuleDraft } from './store'

export function describeFields({ name, product, trigger, target, options }: RuleDraft): Record<string, string> {
  return {
    Name: name,
    Product: product === EVERY_PRODUCT ? 'every product' : product,
    Trigger: TRIGGER_LABELS[trigger],
    Target: `${target.name} (${target.kind} ${target.id})`,
    Access: options.accessDays === null ? 'without an end' : `${options.accessDays} days`,
    Ends: describeEnd(options),
    'Test orders': options.skipTest ? 'skipped' : 'taken',
    'Other purchases': options.removeAlways ? 'removed all the same' : 'keep access',
  }
}

function describeEnd({ end }: RuleOptions): string {
  switch (end.when) {
    case 'at_once':
      return 'at once'
    case 'later':
      return `after ${end.days} days`
    case 'paid':
      return `with the paid period, or ${end.days} days after the last charge`
  }
}
