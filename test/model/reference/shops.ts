/** Random merchants: what their rules say of two products and of every product, over courses and overlapping bundles. */
import fc from 'fast-check'
import type { Trigger } from '../../../src/model/trigger'
import { type AccessTarget, type Ends, EVERY, type Lasts, type RuleTerms, type Starts } from './terms'

export interface Shop {
  rules: RuleTerms[]
  bundles: Record<string, { before: string[]; after: string[] }>
  zone: string
  failures: number
}

export const COURSES = ['101', '102', '103', '104', '105', '106']

/** 105 and 106 are in a bundle or out of it, and no rule's own: what a bundle gains or loses has no other source. */
const BUNDLES: Shop['bundles'] = {
  '201': { before: ['101', '102', '105'], after: ['101', '102', '106'] },
  '202': { before: ['102', '103'], after: ['102', '103'] },
}
const TARGETS: AccessTarget[] = [
  ...(['101', '101', '101', '102', '103'] as const).map((id): AccessTarget => ({ kind: 'course', id })),
  ...Object.keys(BUNDLES).map((id): AccessTarget => ({ kind: 'bundle', id })),
  // Where access is found open, and in no bundle.
  { kind: 'course', id: '104' },
]

interface Wish {
  product: string
  target: AccessTarget
  opensOn: Trigger[]
  endsOn: Trigger[]
  lasts: Lasts
  starts: Starts
  ends: Ends
  giveBack: boolean
  always: boolean
  removes: AccessTarget | null
}

const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 3 }, { arbitrary: fc.constantFrom(...others), weight: 1 })

const wish = fc.record<Wish>({
  product: fc.constantFrom('p1', 'p1', 'p2', EVERY),
  target: fc.constantFrom(...TARGETS),
  opensOn: fc.constantFrom<Trigger[]>(
    ['product.purchased'],
    ['product.purchased', 'subscription.restarted'],
    ['product.purchased', 'subscription.charged'],
    ['product.purchased', 'subscription.recovered'],
    ['subscription.charged'],
  ),
  endsOn: fc.subarray<Trigger>([
    'product.refunded',
    'product.partially_refunded',
    'subscription.canceled',
    'subscription.charge_failed',
    'subscription.delinquent',
    'subscription.completed',
  ]),
  lasts: often<Lasts>(
    { kind: 'no end' },
    { kind: 'days', days: 30 },
    { kind: 'days', days: 365 },
    { kind: 'until', day: '2026-03-29' },
  ),
  starts: often<Starts>(
    { kind: 'at once' },
    { kind: 'at once' },
    { kind: 'days', days: 14 },
    { kind: 'on', day: '2026-02-01' },
  ),
  ends: often<Ends>(
    { kind: 'at once' },
    { kind: 'days', days: 7 },
    { kind: 'paid', days: 30 },
    { kind: 'paid', days: 7 },
  ),
  giveBack: fc.constantFrom(true, true, true, true, false),
  always: fc.constantFrom(false, false, false, false, false, false, false, true),
  removes: fc.oneof(
    { arbitrary: fc.constant(null), weight: 7 },
    { arbitrary: fc.constantFrom(...TARGETS.filter(({ id }) => id !== '104')), weight: 1 },
  ),
})

export const shops: fc.Arbitrary<Shop> = fc.record({
  rules: fc
    .tuple(fc.array(wish, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([wishes, skipTest]) => rulesOf(wishes, skipTest)),
  bundles: fc.constant(BUNDLES),
  zone: fc.constantFrom('UTC', 'UTC', 'America/New_York', 'Pacific/Auckland'),
  failures: fc.constantFrom(4, 4, 8),
})

function rulesOf(wishes: Wish[], skipTest: boolean): RuleTerms[] {
  const rules = wishes.flatMap((one): Omit<RuleTerms, 'id'>[] => {
    const { product, target, lasts, starts, ends, giveBack, always, removes } = one
    const plain = {
      marketplace: 'm1',
      product,
      lasts: { kind: 'no end' },
      starts: { kind: 'at once' },
      skipTest,
    } as const
    const atOnce = { ends: { kind: 'at once' }, giveBack: true, always: false } as const
    return [
      ...one.opensOn.map((trigger) => ({
        ...plain,
        ...atOnce,
        verb: 'create' as const,
        trigger,
        target,
        lasts,
        starts,
      })),
      ...one.endsOn.map((trigger) => ({ ...plain, verb: 'expire' as const, trigger, target, ends, giveBack, always })),
      ...(removes === null
        ? []
        : [{ ...plain, ...atOnce, verb: 'expire' as const, trigger: 'product.purchased' as const, target: removes }]),
    ]
  })
  return rules.map((rule, index) => ({ ...rule, id: `r${String(index + 1).padStart(2, '0')}` }))
}
