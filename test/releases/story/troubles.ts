/** The last days: what is not settled yet, and why. */
import type { Pending } from '../held-queue'
import { send } from '../hooks'
import { FORMS } from '../support'
import { ACADEMY, GALLERY, PRODUCTS, STUDIO, WORKSHOP, WORKSHOP_NEW_KEY } from './places'
import type { Shops } from './setting-up'
import { of } from './weeks'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const BOUGHT = 'product.purchased'
/** The queue gives a message up after a hundred deliveries; at this one the Worker sends a fresh copy in its place. */
const WORN_OUT = 90

/** Firings that are parked: the studio is silent for longer than half a day, the workshop's key was reset. */
export async function parkedOnes({ yoga }: Shops): Promise<void> {
  const { installation } = yoga
  const { simulator } = installation
  await yoga.send('rosa-watercolor', BOUGHT, of('rosa', PRODUCTS.watercolor))
  simulator.faults.startOutage(STUDIO.subdomain)
  for (const name of ['pat', 'pia', 'pim', 'pol', 'pru']) {
    await yoga.send(`${name}-watercolor`, BOUGHT, of(name, PRODUCTS.watercolor))
  }
  await yoga.send('rosa-refund', 'product.refunded', of('rosa', PRODUCTS.watercolor))
  for (let hour = 0; hour < 14; hour += 1) {
    await installation.later(HOUR_MS)
  }

  simulator.site(WORKSHOP.subdomain).resetApiKey(WORKSHOP_NEW_KEY)
  await yoga.send('mae-throwing', BOUGHT, of('mae', PRODUCTS.throwing))
  await yoga.send('ned-throwing', BOUGHT, of('ned', PRODUCTS.throwing))
  await installation.later(MINUTE_MS)
  await yoga.submit(FORMS.givingUp(await yoga.entry('ned-throwing')))
  await yoga.send('moe-throwing', BOUGHT, of('moe', PRODUCTS.throwing))
  await installation.later(HOUR_MS)
}

/** Firings that wait: the gallery has not answered for some minutes. */
export async function waitingOnes({ yoga }: Shops): Promise<void> {
  const { installation } = yoga
  const { simulator, queue } = installation
  simulator.faults.startOutage(GALLERY.subdomain)
  await yoga.send('quin-prints', BOUGHT, of('quin', PRODUCTS.prints))
  await yoga.send('quin-refund', 'product.refunded', of('quin', PRODUCTS.prints))
  await yoga.send('tess-prints', BOUGHT, of('tess', PRODUCTS.prints))
  for (const worn of about(queue.pending, 'tess-prints')) {
    worn.attempts = WORN_OUT
  }
  await installation.later(2 * MINUTE_MS)
}

/** Posts that were refused, and what the queue holds: events, firings, and both among the dead letters. */
export async function lastMinutes({ yoga, art }: Shops): Promise<void> {
  const { installation } = yoga
  const { queue, simulator } = installation
  const { id, key } = yoga.endpoint
  await send(`${id}?key=mistyped`, '{}', {})
  await send(id, '{}', { 'webhook-id': 'forged', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' })
  await send(`${id}?key=${key}`, 'not JSON', {})
  await yoga.counted()

  // Unreadable for this version: kept whole.
  queue.pending.push(pending('events', { v: 9, kind: 'event', event: { v: 9, marketplace: yoga.marketplace } }))
  // The restart fires the club's own rule and the one for every product: a message each.
  await yoga.hand(
    'kofi-restart-again',
    'subscription.canceled',
    of('kofi', PRODUCTS.club, { subscription: 'club-of-kofi' }),
  )
  await installation.settle()
  await installation.later(MINUTE_MS)
  // Thinkific promised a bundle that does not show yet.
  const promising = { bundlePost: '202', bundleDelaySeconds: 240 } as const
  const { switches } = simulator.site(ACADEMY.subdomain).data
  const usual = { ...switches }
  Object.assign(switches, promising)
  await yoga.send('nell-calm', BOUGHT, of('nell', PRODUCTS.calm))
  Object.assign(switches, usual)
  // Thinkific enrolled her, and its answer was lost.
  simulator.faults.add({
    kind: 'connection lost',
    effect: true,
    match: ({ site, method, path }) => site === ACADEMY.subdomain && method === 'POST' && path === '/enrollments',
  })
  await yoga.send('yan-yoga', BOUGHT, of('yan', PRODUCTS.yoga))
  await yoga.hand('zed-restart', 'subscription.restarted', of('zed', PRODUCTS.club, { subscription: 'club-of-zed' }))
  await queue.deliverOnce()
  const [, ofZed] = about(queue.pending, 'zed-restart')
  if (ofZed === undefined) {
    throw new Error('the restart did not fire twice')
  }
  ofZed.queue = 'events-dead'
  await yoga.hand('dot-yoga', BOUGHT, of('dot', PRODUCTS.yoga))
  for (const dead of about(queue.pending, 'dot-yoga')) {
    dead.queue = 'events-dead'
  }
  await yoga.hand('nia-yoga', BOUGHT, of('nia', PRODUCTS.yoga))
  await art.hand('nia-mural', BOUGHT, of('nia', 'mural'))
  queue.refuses = true
  await yoga.hand('zoe-yoga', BOUGHT, of('zoe', PRODUCTS.yoga))
  queue.refuses = false
}

function about(all: Pending[], event: string): Pending[] {
  return all.filter(({ body }) => JSON.stringify(body).includes(`"${event}"`))
}

function pending(queue: Pending['queue'], body: unknown): Pending {
  return { queue, sentAt: Date.now(), at: Date.now(), attempts: 0, body }
}
