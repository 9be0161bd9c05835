/** Intake against a bare Worker that only sends to a queue: turn and turn about, each in a runtime of its own. */
import type { Miniflare } from 'miniflare'
import { cpuOf, runtimes } from './cpu'
import { type Figure, median, medianRatio } from './figures'
import { ENDPOINT, load, type Round, SECRET } from './load'
import { addEndpoint, type Bundles, startBare, startProduct } from './workers'

/** Many short ones: what else the machine does meanwhile then hits every side. */
const ROUNDS = 45
/** Until the runtime has compiled what is hot, on every side. */
const WARM_UP = 8_000
/** Posts of one round, by how many are under way at a time. */
const LOADS = [
  { concurrency: 1, posts: 60 },
  { concurrency: 20, posts: 200 },
]
const BUDGET = { p50: 1.5, rate: 0.7, cpu: 1.2 }

/** `printing`: the bare one, writing a line for each request as the product does. */
const SIDES = ['bare', 'printing', 'product'] as const
type Name = (typeof SIDES)[number]

interface Side {
  miniflare: Miniflare
  url: URL
  runtime: number
}

type Measured = Round & { cpu: number }

export async function intakeFigures({ bare, printing, product }: Bundles): Promise<Figure[]> {
  const known = new Set<number>()
  const sides = {
    bare: await side(startBare(bare), known),
    printing: await side(startBare(printing), known),
    product: await side(startProduct({ modules: product.modules }), known),
  }
  await addEndpoint(sides.product.miniflare, ENDPOINT, 'bench', SECRET)
  try {
    for (const name of SIDES) {
      await load(sides[name].url, 8, WARM_UP)
    }
    const figures: Figure[] = []
    for (const { concurrency, posts } of LOADS) {
      figures.push(...(await compared(sides, concurrency, posts)))
    }
    return figures
  } finally {
    await Promise.all(SIDES.map((name) => sides[name].miniflare.dispose()))
  }
}

/** @param known runtimes of the sides before; this one's is added */
async function side(miniflare: Miniflare, known: Set<number>): Promise<Side> {
  const url = await miniflare.unsafeGetDirectURL()
  const runtime = runtimes().find((id) => !known.has(id)) ?? 0
  known.add(runtime)
  return { miniflare, url, runtime }
}

async function compared(sides: Record<Name, Side>, concurrency: number, posts: number): Promise<Figure[]> {
  const rounds: Record<Name, Measured[]> = { bare: [], printing: [], product: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each begins as often as the others, and follows each of them as often.
    const first = round % SIDES.length
    const order = [...SIDES.slice(first), ...SIDES.slice(0, first)]
    for (const name of round % 2 === 0 ? order : order.reverse()) {
      rounds[name].push(await measured(sides[name], concurrency, posts))
    }
  }
  const line = (what: string, key: keyof Measured, unit: string, budget: Budget = {}, of: Name = 'product'): Figure => {
    const ours = rounds[of].map((round) => round[key])
    const theirs = rounds.bare.map((round) => round[key])
    const ratio = medianRatio(ours, theirs)
    return {
      what: `intake, ${concurrency} at a time: ${what}`,
      budget: wordsOf(budget),
      measured: `**${ratio.toFixed(2)}×** (${median(ours).toFixed(2)} against ${median(theirs).toFixed(2)} ${unit})`,
      met: wordsOf(budget) === null ? null : ratio <= (budget.most ?? Infinity) && ratio >= (budget.least ?? 0),
    }
  }
  return [
    line('p50', 'p50', 'ms', { most: BUDGET.p50 }),
    line('p95', 'p95', 'ms'),
    line('p99', 'p99', 'ms'),
    line('acks', 'rate', '/s', { least: BUDGET.rate }),
    line('CPU of the whole runtime', 'cpu', 'ms/event', { most: BUDGET.cpu }),
    line('CPU of a bare Worker that writes a line', 'cpu', 'ms/event', {}, 'printing'),
  ]
}

interface Budget {
  most?: number
  least?: number
}

function wordsOf({ most, least }: Budget): string | null {
  if (most !== undefined) {
    return `≤ ${most}×`
  }
  return least === undefined ? null : `≥ ${least}×`
}

async function measured({ url, runtime }: Side, concurrency: number, posts: number): Promise<Measured> {
  const before = cpuOf(runtime)
  const round = await load(url, concurrency, posts)
  return { ...round, cpu: (cpuOf(runtime) - before) / posts }
}
