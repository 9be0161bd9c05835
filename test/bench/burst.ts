/** 10,000 orders at once: the pace in virtual time, and what the objects hold in memory meanwhile. */
import { Caller } from '../integrations/thinkific/pace/caller'
import { Clock } from '../integrations/thinkific/pace/clock'
import { draws, retriesOf } from '../integrations/thinkific/pace/firing'
import { soonest } from '../integrations/thinkific/pace/soonest'
import { Thinkific } from '../integrations/thinkific/pace/thinkific'
import { World } from '../integrations/thinkific/pace/world'
import { cpuMs, type Figure } from './figures'
import { heldMb } from './memory'
import { benchSite } from './site'

const ORDERS = 10_000
const MINUTE_MS = 60_000
const ALLOWANCE = 120
const BATCH = 50
/** `times`: what the window allows at best. */
const BUDGET = { times: 1.1, retries: 1.01 }
/** Two calls for a new customer, one for a known one. */
const NEW_CUSTOMERS = 0.7

export async function burstFigures(): Promise<Figure[]> {
  return [...paceFigures(), await memoryFigure()]
}

function paceFigures(): Figure[] {
  const random = draws(1)
  const clock = new Clock()
  const thinkific = new Thinkific(clock, ALLOWANCE, random)
  const world = new World(clock, new Caller(clock, thinkific, ALLOWANCE), random)
  for (let n = 0; n < ORDERS; n += 1) {
    world.order(random() * MINUTE_MS, random() < NEW_CUSTOMERS ? 2 : 1)
  }
  clock.run()
  const minutes = thinkific.lastCallAt / MINUTE_MS
  const times = thinkific.lastCallAt / soonest(thinkific.calls, ALLOWANCE)
  const { mean, most } = retriesOf(world.firings)
  const done = world.firings.every(({ state }) => state === 'done')
  return [
    {
      what: 'burst of 10,000 orders: time it takes against the soonest its window allows',
      budget: `≤ ${BUDGET.times}×`,
      measured: `**${times.toFixed(2)}×** (${thinkific.calls} calls in ${minutes.toFixed(0)} simulated minutes)`,
      met: done && times <= BUDGET.times,
    },
    { what: 'burst: 429s', budget: '0', measured: `**${thinkific.tooMany}**`, met: thinkific.tooMany === 0 },
    {
      what: 'burst: queue retries a firing',
      budget: '1',
      measured: `**${mean.toFixed(3)}** (most ${most})`,
      met: mean <= BUDGET.retries,
    },
  ]
}

/** All of them reach the site, which assigns each a slot. */
async function memoryFigure(): Promise<Figure> {
  const shop = await benchSite(ALLOWANCE)
  const jobs = Array.from({ length: ORDERS }, (_, n) => shop.job({ n }))
  // The first spend the minute, so that the rest are requeued.
  await shop.runs.settle(jobs.slice(0, BATCH), () => undefined)
  const rest = async () => {
    for (let at = BATCH; at < ORDERS; at += BATCH) {
      await shop.runs.settle(jobs.slice(at, at + BATCH), () => undefined)
    }
  }
  let took = 0
  const grown = await heldMb(async () => {
    took = await cpuMs(rest)
  })
  shop.kept.close()
  return {
    what: 'burst: the site’s object in memory',
    budget: null,
    measured: `${grown.toFixed(1)} MB for 10,000 firings that wait, ${(took / ORDERS).toFixed(2)} ms to assign each its slot`,
    met: null,
  }
}
