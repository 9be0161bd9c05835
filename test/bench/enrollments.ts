/** New customers buy, and what each cost is counted at the bindings. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Miniflare } from 'miniflare'
import { ENDPOINT, purchase, signed } from './load'

const PATIENCE_MS = 60_000

export type Counts = Record<string, number>

export interface Running {
  miniflare: Miniflare
  url: URL
  calls: () => number
}

/** Enrolls new customers, up to 25 one by one and more of them at once; answers what each cost. */
export async function enroll(
  { url, calls }: Running,
  { first, howMany, product }: { first: number; howMany: number; product: string },
): Promise<Counts> {
  await counts(url)
  const [before, end] = [calls(), Date.now() + PATIENCE_MS]
  const done = async (events: number, sum: Counts) => {
    while ((sum['messages deleted'] ?? 0) < events) {
      if (Date.now() > end) {
        throw new Error(`${howMany} events were not worked off in time`)
      }
      await sleep(50)
      add(sum, await counts(url))
    }
  }
  const sum: Counts = {}
  const oneByOne = howMany <= 25
  for (let n = 1; n <= howMany; n += 1) {
    const { body, headers } = signed(purchase(first + n, product))
    const { status } = await fetch(new URL(`/hooks/${ENDPOINT}`, url), { method: 'POST', body, headers })
    if (status !== 202) {
      throw new Error(`An event was answered ${status}`)
    }
    if (oneByOne) {
      await done(n, sum)
    }
  }
  await done(howMany, sum)
  add(sum, { 'Thinkific calls': calls() - before })
  return Object.fromEntries(Object.entries(sum).map(([what, times]) => [what, times / howMany]))
}

export async function counts(url: URL): Promise<Counts> {
  return (await (await fetch(new URL('/bench/counts', url))).json()) as Counts
}

export function add(sum: Counts, more: Counts): void {
  for (const [what, times] of Object.entries(more)) {
    sum[what] = (sum[what] ?? 0) + times
  }
}
