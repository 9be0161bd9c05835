/** Causes as Overview shows them: each with its drawing, and a link to where its fix is. */
import type { Context } from 'hono'
import type { Attention } from '../../../views/overview/attention-list'
import type { IconName } from '../../../views/parts/icon'
import type { Cause } from '../../attention/alarm'
import type { MarketplaceConcerns } from '../../attention/concerns'
import type { CauseKind } from '../../model/alert'
import { toConcernView } from '../customers/concern-view'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'

/** Of each cause. */
const SHOWN_CONCERNS = 3

const ICONS: Record<CauseKind, IconName> = {
  credentials: 'key',
  parked: 'clock',
  failed: 'cross',
  unclear: 'question',
  'not understood': 'question',
  refused: 'cross',
  silence: 'question',
  'lost sales': 'missing',
  'paid without access': 'person',
  'access without payment': 'person',
  'plan left behind': 'later',
  rules: 'missing',
  'recommended rules': 'renew',
  'old secrets': 'key',
  storage: 'warning',
  alerts: 'warning',
}

export function showCauses(c: Context<Web>, causes: Cause[], concerns: MarketplaceConcerns[]): Attention[] {
  const base = marketplaceAddress(c)
  return causes.map((cause) => {
    const own = concerns.find((group) => group.cause === cause.kind)?.newest.slice(0, SHOWN_CONCERNS)
    return { ...toAttention(base, cause), ...(own && { concerns: own.map((one) => toConcernView(c, one)) }) }
  })
}

/** @param base /m/<marketplace> */
export function toAttention(base: string, { kind, tone, title, text, fix, link, forAdmins, post }: Cause): Attention {
  const action = {
    label: fix,
    href: `${base}${link}`,
    ...(forAdmins && { forAdmins }),
    ...(post && { post: { to: `${base}${post.to}`, values: post.values } }),
  }
  return { tone, title, text, icon: ICONS[kind], action }
}
