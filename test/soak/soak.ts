/**
 * Events for minutes, under Miniflare, while parts stall, fail and are reset at random and senders leave: every 202 must
 * end in an outcome, and memory stay flat. Prints figures; exits 1 where one is wrong.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { QUIET, ROOT } from '../../.run/child'
import { CLOSE } from '../../.run/visitor'
import { connectInspector } from '../bench/inspector'
import { ENDPOINT, purchase, SECRET, signed } from '../bench/load'
import { API_KEY, COURSE, openShop } from '../bench/shop'
import { addEndpoint, bundleAll, migrate, startProduct } from '../bench/workers'
import { appOf } from '../simulator/app'
import { createSimulator } from '../simulator/simulator'

const MARKETPLACE = 'soak'
/** Each new customer takes two calls, and a site allows 1,000 a minute. */
const SITES = ['soak-1', 'soak-2', 'soak-3', 'soak-4']
/** 20,000 in a quarter of an hour. */
const EVENTS_A_SECOND = 22.3
const AT_ONCE = 200
const PACE_MS = 10
/** Of a hundred senders, how many leave, and when at the latest: most of them within milliseconds. */
const LEAVING = 8
const PATIENCE_MS = 2_000
const RESET_EVERY_MS = 7_000
/** An entry that is overdue is queued again within an hour; what stalled comes back sooner. */
const DRAIN_MS = 8 * 60_000
const GROWTH_MB = 30
/** The kernel resets connections where two hundred senders come and go. */
const CONTROL_TRIES = 5
const CONTROL_AGAIN_MS = 1_000
const MB = 1_000_000

interface Figures {
  posted: number
  accepted: string[]
  refused: number
  left: number
}

interface Found {
  lost: string[]
  open: number
  outcomes: Record<string, number>
}

export async function soak(minutes: number): Promise<boolean> {
  Object.assign(process.env, QUIET)
  const simulator = createSimulator()
  for (const subdomain of SITES) {
    const owner = simulator.addSite({ subdomain, apiKey: API_KEY, requestsPerMinute: 1_000 })
    owner.addCourse({ id: Number(COURSE.id), name: COURSE.name })
  }
  const server = serve({ fetch: appOf(simulator).fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const modules = {
    'main.js': readFileSync(join(ROOT, 'test', 'soak', 'rough-worker.js'), 'utf8'),
    ...(await bundleAll()).plain.modules,
  }
  const inspectorPort = await freePort()
  const thinkificApiUrl = `http://127.0.0.1:${port}/api/public/v1`
  const miniflare = startProduct({ modules, thinkificApiUrl, consumes: true, inspectorPort })
  try {
    await migrate(miniflare)
    for (const site of SITES) {
      await openShop(miniflare, MARKETPLACE, productOf(site), site)
    }
    await addEndpoint(miniflare, ENDPOINT, MARKETPLACE, SECRET)
    const url = await miniflare.unsafeGetDirectURL()
    const control = async (name: string, given: unknown): Promise<unknown> => {
      const body = JSON.stringify({ control: name, given })
      for (let left = CONTROL_TRIES; ; left -= 1) {
        try {
          const headers = { connection: CLOSE }
          return await (await fetch(new URL('/soak', url), { method: 'POST', headers, body })).json()
        } catch (error) {
          if (left === 1) {
            throw error
          }
          await sleep(CONTROL_AGAIN_MS)
        }
      }
    }
    const inspector = await connectInspector(inspectorPort, async () => void (await fetch(new URL('/healthz', url))))
    const figures: Figures = { posted: 0, accepted: [], refused: 0, left: 0 }
    const since = Date.now()
    const until = since + minutes * 60_000
    const early = since + minutes * 20_000
    await control('rough', true)
    let earlyMb: number | null = null
    let resets = 0
    let resetAt = Date.now() + RESET_EVERY_MS
    const posts = new Set<Promise<void>>()
    while (Date.now() < until) {
      while (posts.size < AT_ONCE && figures.posted < ((Date.now() - since) / 1_000) * EVENTS_A_SECOND) {
        const one = post(url, figures).finally(() => posts.delete(one))
        posts.add(one)
      }
      if (Date.now() > resetAt) {
        resets += 1
        resetAt = Date.now() + RESET_EVERY_MS
        const site = SITES[(resets >> 1) % SITES.length]
        await (resets % 2 === 0 ? control('reset site', site) : control('reset journal', MARKETPLACE))
      }
      if (earlyMb === null && Date.now() > early) {
        earlyMb = (await inspector.heldBytes()) / MB
      }
      await sleep(PACE_MS)
    }
    await Promise.all(posts)
    const wrong = await control('rough', false)
    const began = Date.now()
    let found: Found = { lost: figures.accepted, open: Number.POSITIVE_INFINITY, outcomes: {} }
    while ((found.lost.length > 0 || found.open > 0) && Date.now() - began < DRAIN_MS) {
      await sleep(5_000)
      found = (await control('missing', [MARKETPLACE, figures.accepted])) as Found
    }
    const lateMb = (await inspector.heldBytes()) / MB
    inspector.close()
    const growth = lateMb - (earlyMb ?? lateMb)
    console.log(`soak: ${minutes} minutes, ${figures.posted} posts, ${figures.left} senders left`)
    console.log(
      `  accepted ${figures.accepted.length}, not taken ${figures.refused}; gone wrong ${JSON.stringify(wrong)}; ${resets} objects reset`,
    )
    console.log(
      `  without a receipt ${found.lost.length}, without an outcome ${found.open}, ${((Date.now() - began) / 1_000).toFixed(0)} s after the last post`,
    )
    console.log(`  outcomes ${JSON.stringify(found.outcomes)}`)
    console.log(`  memory ${earlyMb?.toFixed(1)} MB after a third, ${lateMb.toFixed(1)} MB at the end`)
    return found.lost.length === 0 && found.open === 0 && growth < GROWTH_MB
  } finally {
    await miniflare.dispose()
    server.close()
  }
}

function productOf(site: string): string {
  return `club-of-${site}`
}

async function post(url: URL, figures: Figures): Promise<void> {
  figures.posted += 1
  const site = SITES[figures.posted % SITES.length] ?? ''
  const { body, headers } = signed(purchase(figures.posted, productOf(site)))
  const id = headers['webhook-id'] ?? ''
  const leaves = Math.random() * 100 < LEAVING
  const signal = leaves ? AbortSignal.timeout(Math.ceil(Math.random() ** 6 * PATIENCE_MS)) : null
  try {
    const answer = await fetch(new URL(`/hooks/${ENDPOINT}`, url), { method: 'POST', body, headers, signal })
    if (answer.status === 202) {
      figures.accepted.push(id)
    } else {
      figures.refused += 1
    }
    await answer.body?.cancel()
  } catch {
    figures.left += 1
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
