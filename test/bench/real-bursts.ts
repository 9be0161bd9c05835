/**
 * Orders that come at once, in real time and in the whole product: how long until the last customer is in, against the
 * soonest that Thinkific's window allows.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { openSchool, type School } from '../journeys/school'
import type { Served } from '../journeys/served'
import { openShop, type Shop } from '../journeys/shop'
import type { Figure } from './figures'
import { inWholeProduct } from './whole-product'

const BURSTS = [50, 100, 400]
const REQUESTS_PER_MINUTE = 480
/** What the pace counts as Thinkific's minute, and what a burst may take beside waiting for it (design, section 10). */
const WINDOW_S = 60.5
const BESIDE_S = 5
const TIMES = 1.1
/** A new customer is made and enrolled. */
const CALLS_EACH = 2
const POSTED_AT_ONCE = 20
const LOOK_AGAIN_MS = 100
/** More than any burst takes on a busy machine; what is not in by then is reported as it is. */
const MOST_S = 120

export function realBurstFigures(): Promise<Figure[]> {
  return inWholeProduct(async (served) => {
    const figures: Figure[] = []
    for (const orders of BURSTS) {
      figures.push(...(await measureBurst(orders, served)))
    }
    return figures
  })
}

/** At a site of its own, whose window is empty. */
async function measureBurst(orders: number, served: Served): Promise<Figure[]> {
  const school = await openSchool(`burst-${orders}`, { requestsPerMinute: REQUESTS_PER_MINUTE, served })
  const target = await school.course('Course Two')
  const shop = await openShop(`A burst of ${orders}`, served)
  const integration = await shop.connect(school, 'Academy', REQUESTS_PER_MINUTE)
  await shop.rule({ product: '1', integration, target })
  const before = (await school.calls()).length
  const began = performance.now()
  const [enrolled] = await Promise.all([countUntilAllIn(school, orders, began), post(shop, orders)])
  const took = (performance.now() - began) / 1_000
  const calls = (await school.calls()).slice(before)
  const refused = calls.filter(({ status }) => status === 429).length
  const soonest = WINDOW_S * Math.floor((orders * CALLS_EACH - 1) / REQUESTS_PER_MINUTE) + BESIDE_S
  return [
    {
      what: `${orders} orders at once at ${REQUESTS_PER_MINUTE} calls a minute: all are in after`,
      budget: `≤ ${(TIMES * soonest).toFixed(1)} s`,
      measured: `**${took.toFixed(1)} s** (${enrolled} in, ${calls.length} calls)`,
      met: enrolled === orders && took <= TIMES * soonest,
    },
    { what: `${orders} orders at once: 429s`, budget: '0', measured: `**${refused}**`, met: refused === 0 },
  ]
}

async function post({ store }: Shop, orders: number): Promise<void> {
  const emails = Array.from({ length: orders }, (_, n) => `buyer${n}@example.com`)
  const sell = async () => {
    for (let email = emails.pop(); email !== undefined; email = emails.pop()) {
      await store.sell({ email, product: '1' })
    }
  }
  await Promise.all(Array.from({ length: POSTED_AT_ONCE }, sell))
}

async function countUntilAllIn(school: School, orders: number, began: number): Promise<number> {
  for (;;) {
    const { length } = (await school.owner()).enrollments
    if (length >= orders || performance.now() - began > MOST_S * 1_000) {
      return length
    }
    await sleep(LOOK_AGAIN_MS)
  }
}
