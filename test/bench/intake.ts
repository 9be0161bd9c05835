/** Intake against a bare Worker that only sends to a queue: turn and turn about, each in a runtime of its own. */
import type { Miniflare } from 'miniflare'
import { cpuOf, runtimes } from './cpu'
import { type Figure, median, medianRatio } from './figures'
import { ENDPOINT, load, type Round, SECRET } from './load'
import { addEndpoint, startBare, startProduct } from './workers'

const ROUNDS = 7
const WARM_UP = 2_500
/** Posts of one round, by how many are under way at a time. */
const LOADS = [
  { concurrency: 1, posts: 300 },
  { concurrency: 20, posts: 1_000 },
]
const BUDGET = { p50: 1.5, rate: 0.7, cpu: 1.2 }

interface Side {
  miniflare: Miniflare
  url: URL
  runtime: number
}

type Measured = Round & { cpu: number }

/** @param code the product's and the bare Worker's, bundled and minified */
export async function intakeFigures(code: { product: string; bare: string }): Promise<Figure[]> {
  const bare = await side(startBare(code.bare), [])
  const product = await side(startProduct({ modules: { 'index.js': code.product } }), [bare.runtime])
  await addEndpoint(product.miniflare, ENDPOINT, 'bench', SECRET)
  try {
    for (const one of [bare, product]) await load(one.url, 8, WARM_UP)
    const figures: Figure[] = []
    for (const { concurrency, posts } of LOADS) figures.push(...(await compared(bare, product, concurrency, posts)))
    return figures
  } finally {
    await Promise.all([bare.miniflare.dispose(), product.miniflare.dispose()])
  }
}

async function side(miniflare: Miniflare, known: number[]): Promise<Side> {
  const url = await miniflare.unsafeGetDirectURL()
  return { miniflare, url, runtime: runtimes().find((id) => !known.includes(id)) ?? 0 }
}

async function compared(bare: Side, product: Side, concurrency: number, posts: number): Promise<Figure[]> {
  const rounds: { bare: Measured[]; product: Measured[] } = { bare: [], product: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = [
      async () => rounds.bare.push(await measured(bare, concurrency, posts)),
      async () => rounds.product.push(await measured(product, concurrency, posts)),
    ]
    for (const take of round % 2 === 0 ? order : order.reverse()) await take()
  }
  const of = (key: keyof Measured) => ({
    bare: rounds.bare.map((round) => round[key]),
    product: rounds.product.map((round) => round[key]),
  })
  const line = (what: string, key: keyof Measured, unit: string, most?: number, least?: number): Figure => {
    const { bare: theirs, product: ours } = of(key)
    const ratio = medianRatio(ours, theirs)
    const figures = `${median(ours).toFixed(2)} against ${median(theirs).toFixed(2)} ${unit}`
    const budget = most === undefined ? (least === undefined ? null : `≥ ${least}×`) : `≤ ${most}×`
    const met = budget === null ? null : ratio <= (most ?? Number.POSITIVE_INFINITY) && ratio >= (least ?? 0)
    return {
      what: `intake, ${concurrency} at a time: ${what}`,
      budget,
      measured: `**${ratio.toFixed(2)}×** (${figures})`,
      met,
    }
  }
  return [
    line('p50', 'p50', 'ms', BUDGET.p50),
    line('p95', 'p95', 'ms'),
    line('p99', 'p99', 'ms'),
    line('acks', 'rate', '/s', undefined, BUDGET.rate),
    line('CPU of the whole runtime', 'cpu', 'ms/event', BUDGET.cpu),
  ]
}

async function measured({ url, runtime }: Side, concurrency: number, posts: number): Promise<Measured> {
  const before = cpuOf(runtime)
  const round = await load(url, concurrency, posts)
  return { ...round, cpu: (cpuOf(runtime) - before) / posts }
}
