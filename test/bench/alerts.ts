/** What alerts cost: an event with a channel against one without, and a look of the journal at a full log. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sealAccess } from '../../src/alerts/sealed-address'
import { LOG_ENTRIES } from '../../src/journal/log/log'
import { sampleEvent } from '../journal/samples'
import { add, type Counts, counts, type Running } from './enrollments'
import type { Figure } from './figures'
import { SEALING_KEYS } from './workers'

const CHANNEL = 'bench-channel'
const SOME = 25
/** A look begins 15 s after it was asked for. */
const LOOKED_MS = 60_000
const STEP_MS = 500

export async function alertFigures(
  shop: Running,
  marketplace: string,
  enrolling: (first: number, howMany: number) => Promise<Counts>,
): Promise<Figure[]> {
  await fillLog(shop, marketplace)
  await addMarketplace(shop, marketplace)
  const without = await enrolling(10_000, SOME)
  await addChannel(shop, marketplace)
  const look = await countLook(shop)
  const alerted = await enrolling(20_000, SOME)
  return [
    figure('an event, without a channel', without),
    figure('an event, with a channel', alerted),
    figure('a look at a full log, which comes every 15 minutes', look),
  ]
}

async function addMarketplace({ miniflare }: Running, marketplace: string): Promise<void> {
  const db = await miniflare.getD1Database('DB')
  await db
    .prepare(`INSERT INTO marketplaces (id, name, slug, created_at) VALUES (?1, 'Bench', ?1, 1)`)
    .bind(marketplace)
    .run()
}

async function addChannel({ miniflare, url }: Running, marketplace: string): Promise<void> {
  const access = { address: 'https://hooks.example.com/', secret: null }
  const sealed = await sealAccess(SEALING_KEYS, { marketplace, id: CHANNEL }, access)
  const db = await miniflare.getD1Database('DB')
  await db
    .prepare(
      `INSERT INTO alert_channels (id, marketplace, kind, name, shown, sealed_address, origin, causes, "on", created_at, updated_at)
       VALUES (?, ?, 'slack', 'Bench', 'hooks.example.com', ?, 'https://enroll.example.com', '["credentials"]', 1, 1, 1)`,
    )
    .bind(CHANNEL, marketplace, sealed)
    .run()
  await callJournal(url, marketplace, [['watchAlerts', marketplace]])
  await counts(url)
}

/** Events that no rule wants are final as they arrive. */
async function fillLog({ url }: Running, marketplace: string): Promise<void> {
  const arrivals = Array.from({ length: LOG_ENTRIES }, (_, n) => ({
    event: { ...sampleEvent({ id: `filling-${n}`, orderId: `filling-${n}` }), marketplace },
    candidates: [],
  }))
  await callJournal(url, marketplace, [['receiveAll', arrivals]])
}

async function callJournal(url: URL, marketplace: string, calls: unknown[][]): Promise<void> {
  const answer = await fetch(new URL('/bench/journal', url), {
    method: 'POST',
    body: JSON.stringify({ marketplace, calls }),
  })
  if (!answer.ok) {
    throw new Error(`The journal did not do it: ${await answer.text()}`)
  }
}

/** The first look also writes down that nothing is open. */
async function countLook({ url }: Running): Promise<Counts> {
  const sum: Counts = {}
  for (let waited = 0; (sum['ThinkificSite requests'] ?? 0) === 0; waited += STEP_MS) {
    if (waited > LOOKED_MS) {
      throw new Error('The journal did not look at its alerts')
    }
    await sleep(STEP_MS)
    add(sum, await counts(url))
  }
  await sleep(STEP_MS)
  add(sum, await counts(url))
  return sum
}

function figure(what: string, counted: Counts): Figure {
  const of = (...names: string[]) => Math.round(names.reduce((sum, name) => sum + (counted[name] ?? 0), 0) * 100) / 100
  const measured = [
    `**${of('Journal rows written', 'ThinkificSite rows written', 'D1 rows written')} rows written**`,
    `${of('Journal alarms set', 'ThinkificSite alarms set')} alarms set`,
    `${of('Journal rows read', 'ThinkificSite rows read')} rows read in objects`,
    `${of('D1 rows read')} in D1`,
    `${of('Journal requests', 'ThinkificSite requests')} requests to objects`,
  ]
  return { what: `alerts: ${what}`, budget: null, measured: measured.join(', '), met: null }
}
