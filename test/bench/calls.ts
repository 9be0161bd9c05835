/** Thinkific calls for each outcome, counted by the simulator, against their budgets. */
import type { Figure } from './figures'
import { type Asked, type BenchSite, benchSite, DUO, VIOLIN } from './site'

interface Case {
  what: string
  calls: number
  /** What happened before, not counted. */
  before: (shop: BenchSite) => Promise<unknown>
  asked: Asked
}

const nothing = async () => undefined
const refund = { trigger: 'product.refunded', does: 'expire' } as const

const CASES: Case[] = [
  { what: 'a new customer', calls: 2, before: nothing, asked: { n: 1 } },
  {
    what: 'a known customer',
    calls: 1,
    before: ({ settle }) => settle({ n: 2 }),
    asked: { n: 2, target: VIOLIN, order: 'o2b' },
  },
  {
    what: 'the end of what we enrolled',
    calls: 1,
    before: ({ settle }) => settle({ n: 3 }),
    asked: { n: 3, ...refund },
  },
  { what: 'a change of nothing', calls: 0, before: ({ settle }) => settle({ n: 4 }), asked: { n: 4, order: 'o4b' } },
  { what: 'a bundle, new customer', calls: 2, before: nothing, asked: { n: 5, target: DUO } },
  { what: 'a user Thinkific knows and we do not', calls: 4, before: known(6), asked: { n: 6 } },
  { what: 'the same, with an end', calls: 4, before: known(7), asked: { n: 7, accessDays: 30 } },
]

export async function callFigures(): Promise<Figure[]> {
  const shop = await benchSite()
  const figures: Figure[] = []
  for (const { what, calls, before, asked } of CASES) {
    await before(shop)
    shop.simulator.forgetCalls()
    const settling = await shop.settle(asked)
    const { total } = shop.simulator.counts()
    const outcome = settling.final ? settling.outcome : `waiting: ${settling.reason}`
    figures.push({
      what: `Thinkific calls, ${what}`,
      budget: `${calls}`,
      measured: `**${total}** (${outcome})`,
      met: total === calls,
    })
  }
  shop.kept.close()
  return figures
}

function known(n: number) {
  return async ({ simulator }: BenchSite) =>
    simulator.sites()[0]?.addUser({ email: `customer${n}@example.com`, firstName: 'Ada', lastName: 'Byron' })
}
