/** A rule's options in words; the plain ones are not worth any. */
import { KINDS } from '../../integrations'
import type { Rule } from '../../model/rule'

export function describeOptions({ action, options }: Rule): [string, string][] {
  const { accessDays, end, skipTest, removeAlways } = options
  const { effect } = KINDS.action(action)
  return [
    ...(effect === 'opens'
      ? [fact('Access lasts', accessDays === null ? 'no end' : `${days(accessDays)} from each event`)]
      : []),
    ...(effect === 'ends' ? [fact('End access', describeEnd(end))] : []),
    ...(skipTest ? [fact('Test orders', 'skipped')] : []),
    ...(removeAlways ? [fact('Other purchases', 'access ends even if another purchase still grants it')] : []),
  ]
}

function describeEnd(end: Rule['options']['end']): string {
  if (end.when === 'at_once') {
    return 'at once'
  }
  if (end.when === 'later') {
    return `${days(end.days)} later`
  }
  return `at the end of the paid period, else ${days(end.days)} after the last successful charge`
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

function fact(name: string, words: string): [string, string] {
  return [name, words]
}
