/** Settles one firing: posts its event unless the receiver is at fault, paused, down, or not to be posted to yet. */
import type { Attempt } from '../../../model/attempt'
import type { FiringJob } from '../../../model/firing-job'
import type { Settling, WaitReason } from '../../../model/outcome'
import { isParked, PARK_AFTER_MS } from '../../outage/circuit-breaker'
import { nextTry } from '../../outage/retry-ladder'
import { hostOf } from '../../signed-post/address'
import { toWebhookId } from '../../signed-post/signature'
import { buildBody, toEntry } from '../body'
import { deliverPost } from '../client/deliver'
import type { PostVerdict } from '../client/verdict'
import { sleep } from '../pace'
import { type ReceiverAccess, toReceiverAccess } from '../settings'
import type { Receiver } from './receiver'

/** Wait in place if the slot is this close; otherwise requeue. */
const PATIENCE_MS = 2_000
const STUCK = 'It has failed for twelve hours while others got through. Run it once the receiver is fixed.'
const MOVED = 'The integration was changed while this was being posted. We’ll post it with the new settings.'

export async function settlePost(receiver: Receiver, job: FiringJob): Promise<Settling> {
  const { storage, pace } = receiver
  const { id } = job.firing
  const { version } = receiver
  const access = toReceiverAccess(job.integration)
  storage.save('integration', { id: access.id, marketplace: access.marketplace })
  const sent = storage.findPost(id)?.sent ?? null
  if (sent !== null) {
    return { final: true, outcome: 'sent', sentence: sent, attempts: [] }
  }
  const barred = findBar(receiver, access, Date.now())
  if (barred !== null) {
    return barred
  }
  const at = pace.reserve(id, access.postsPerSecond, Date.now())
  if (at > Date.now() + PATIENCE_MS) {
    return wait('pace', at, 'Waiting for a free slot: the receiver has had its posts for this second.')
  }
  await sleep(at - Date.now())
  return pace.take(id, () => post(receiver, job, access, version))
}

/** Null where a post may go, as far as is known before its slot. */
function findBar(receiver: Receiver, access: ReceiverAccess, now: number): Settling | null {
  const { fault, pausedUntil, circuit } = receiver
  if (fault !== null) {
    return wait('credentials', now, fault.sentence, { parked: true })
  }
  if (pausedUntil > now) {
    return wait('rate limit', pausedUntil, `${hostOf(access.url)} asked us to slow down; this continues after that.`)
  }
  const open = circuit?.open ?? null
  return open !== null && now < open.probeAt ? hold(receiver, access, now, open.probeAt) : null
}

function hold(receiver: Receiver, { url }: ReceiverAccess, now: number, at: number): Settling {
  const sentence = `${hostOf(url)} is not answering; this continues automatically once it does.`
  return wait('held', at, sentence, { parked: isParked(receiver.circuit, now) })
}

/** Its slot came: what was known may have changed while it waited. */
async function post(receiver: Receiver, job: FiringJob, access: ReceiverAccess, version: number): Promise<Settling> {
  const started = Date.now()
  if (receiver.version !== version) {
    return wait('temporary', started, MOVED)
  }
  const barred = findBar(receiver, access, started)
  if (barred !== null) {
    return barred
  }
  const may = receiver.permission(started)
  if (may.go === 'defer') {
    return hold(receiver, access, started, may.at)
  }
  const { id } = job.firing
  const webhookId = await toWebhookId(access.marketplace, toEntry(id))
  const delivery = await deliverPost(receiver.ports, access, { id: webhookId, body: buildBody(job) })
  if (!delivery.sent) {
    receiver.recordFault(delivery.fault)
    return wait('credentials', Date.now(), delivery.fault, { parked: true })
  }
  const { verdict, attempt } = delivery
  const isProbe = may.go === 'probe'
  receiver.recordVerdict(verdict, isProbe, Date.now())
  return conclude(receiver, id, access, version, verdict, [attempt])
}

async function conclude(
  receiver: Receiver,
  firing: string,
  access: ReceiverAccess,
  version: number,
  verdict: PostVerdict,
  attempts: Attempt[],
): Promise<Settling> {
  const { storage } = receiver
  const now = Date.now()
  const sentence = `${hostOf(access.url)} ${verdict.sentence}`
  switch (verdict.is) {
    case 'sent':
      storage.savePost(firing, { tries: 0, since: now, sent: sentence })
      return { final: true, outcome: 'sent', sentence, attempts }
    case 'rejected':
      storage.deletePost(firing)
      return { final: true, outcome: 'rejected by the receiver', sentence, attempts }
    case 'gone': {
      const current = await receiver.ports.load(access)
      if (receiver.version !== version || (current !== null && current.url !== access.url)) {
        return wait('temporary', now, MOVED, { attempts })
      }
      const fault = `${sentence} Correct the Notify URL, or save it again once it takes posts.`
      receiver.recordFault(fault)
      return wait('credentials', now, fault, { parked: true, attempts })
    }
    case 'paused':
      return wait('rate limit', verdict.until, sentence, { attempts })
    case 'temporary':
      return waitForRetry(receiver, firing, sentence, attempts, now)
  }
}

/** One that fails for twelve hours is parked, though others reach the receiver meanwhile. */
function waitForRetry(
  { storage, circuit, ports }: Receiver,
  firing: string,
  sentence: string,
  attempts: Attempt[],
  now: number,
): Settling {
  const before = storage.findPost(firing)
  const since = before?.since ?? now
  const { at, rung } = nextTry(before?.tries ?? 0, now, ports.random)
  storage.savePost(firing, { tries: rung, since, sent: null })
  const open = circuit?.open ?? null
  const isStuck = now >= since + PARK_AFTER_MS
  const parked = isParked(circuit, now) || isStuck
  const more = `${sentence} ${isStuck && open === null ? STUCK : 'We’ll retry automatically.'}`
  return open === null
    ? wait('temporary', at, more, { parked, attempts })
    : wait('held', Math.max(at, open.probeAt), more, { parked, attempts })
}

function wait(
  reason: WaitReason,
  at: number,
  sentence: string,
  { parked = false, attempts = [] }: { parked?: boolean; attempts?: Attempt[] } = {},
): Settling {
  return { final: false, at, reason, sentence, parked, attempts }
}
