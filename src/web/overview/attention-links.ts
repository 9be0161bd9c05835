/** Alarms as Overview shows them: each with its drawing, and where its fix is. */
import type { ConcernView } from '../../../views/concerns/concern-list'
import type { Attention } from '../../../views/overview/attention-list'
import type { IconName } from '../../../views/parts/icon'
import { entryAddress } from '../../../views/parts/phrases'
import type { Alarm } from '../../attention/alarm'
import { alarmOfConcerns } from '../../attention/concern-words'
import {
  alarmOfFailed,
  alarmOfParked,
  alarmOfRejected,
  alarmOfSilence,
  alarmOfUnclear,
} from '../../attention/entry-alarms'
import {
  alarmOfGoneTarget,
  alarmOfGoneTargets,
  alarmOfMissingRules,
  alarmOfUnusedProduct,
  alarmOfUnusedProducts,
} from '../../attention/rule-alarms'
import type { ParkedGroup } from '../../journal/queries'
import type { ConcernCause } from '../../model/concern'
import { productAddress } from '../http/address'
import type { AttentionFacts, Troubles } from './attention'

export function toAttention({ fix, ...alarm }: Alarm, icon: IconName, href: string, who?: 'admins'): Attention {
  return { ...alarm, icon, action: { label: fix, href, ...(who && { forAdmins: true }) } }
}

export function linkRejected(base: string, one: Troubles['integrations'][number], groups: ParkedGroup[]): Attention[] {
  if (one.problem === null) {
    return []
  }
  const own = groups.filter((group) => group.reason === 'credentials' && group.integration?.id === one.id)
  const href = `${base}/integrations/${encodeURIComponent(one.id)}`
  return [toAttention(alarmOfRejected(one.name, one.problem, own), 'key', href, 'admins')]
}

export function linkParked(base: string, group: ParkedGroup): Attention {
  return toAttention(alarmOfParked(group), 'clock', `${base}/logs?outcome=waiting`)
}

export function linkFailed(base: string, failed: NonNullable<AttentionFacts['failed']>): Attention {
  const href = failed.count === 1 ? entryAddress(base, failed.newest.id) : `${base}/logs?outcome=failed&state=open`
  return toAttention(alarmOfFailed(failed), 'cross', href)
}

export function linkUnclear(base: string, unclear: NonNullable<AttentionFacts['unclear']>): Attention {
  const href = unclear.count === 1 ? entryAddress(base, unclear.newest.id) : `${base}/logs?outcome=unclear&state=open`
  return toAttention(alarmOfUnclear(unclear), 'question', href)
}

export function linkGoneTarget(base: string, rule: Troubles['goneTargets'][number]): Attention {
  return toAttention(alarmOfGoneTarget(rule), 'missing', `${base}/rules/${encodeURIComponent(rule.id)}`)
}

export function linkGoneTargets(base: string, more: number, rules: Troubles['goneTargets']): Attention {
  return toAttention(alarmOfGoneTargets(more, rules), 'missing', `${base}/rules`)
}

export function linkConcerns(
  base: string,
  group: { cause: ConcernCause; count: number },
  concerns: ConcernView[],
): Attention {
  const icon = group.cause === 'plan left behind' ? 'later' : 'person'
  return { ...toAttention(alarmOfConcerns(group), icon, `${base}/concerns`), concerns }
}

export function linkSilence(base: string, facts: AttentionFacts, lastEvent: number, now: number): Attention {
  return toAttention(alarmOfSilence(now - lastEvent, facts), 'question', `${base}/webhook`, 'admins')
}

export function linkUnusedProduct(base: string, { id, name }: { id: string; name: string }): Attention {
  return toAttention(alarmOfUnusedProduct(name), 'plus', `${base}/rules/new?product=${encodeURIComponent(id)}`)
}

export function linkUnusedProducts(base: string, more: number): Attention {
  return toAttention(alarmOfUnusedProducts(more), 'renew', `${base}/products`)
}

export function linkMissingRules(base: string, products: Troubles['unended']): Attention {
  const [first, ...others] = products
  const href = first !== undefined && others.length === 0 ? productAddress(base, first.id) : `${base}/products`
  return toAttention(alarmOfMissingRules(products), 'renew', href)
}
