/** A call of a reading: it waits for every firing, and what it shows about site and credential is recorded. */
import { UnsealError } from '../../../secrets/sealing'
import type { SiteReading } from '../../reconciler'
import type { Answer } from '../client/call'
import type { Thinkific } from '../client/client'
import { UNREADABLE_KEY } from '../site/open-client'
import type { Site } from '../site/site'
import type { IntegrationAccess } from '../thinkific-job'

const BUSY_AGAIN_MS = 5_000
const FAULT_AGAIN_MS = 5 * 60_000
const DOWN_AGAIN_MS = 60_000

const DOWN = 'Thinkific is not answering; this continues automatically once it does.'

type Call<T> = (thinkific: Thinkific) => Promise<Answer<T>>

/** Nothing waits for it: it leaves when no firing runs or waits. */
export async function callInBackground<T>(
  site: Site,
  access: IntegrationAccess,
  call: Call<T>,
): Promise<SiteReading<T>> {
  const { pacer, firingSlots } = site
  return withCredential(site, access, async (thinkific) => {
    if (!firingSlots.isIdle) {
      return { state: 'wait', at: Date.now() + BUSY_AGAIN_MS, calls: 0 }
    }
    const sentAt = Date.now()
    const tried = await pacer.tryUnreserved(() => call(thinkific))
    return 'at' in tried ? { state: 'wait', at: tried.at, calls: 0 } : record(site, access, tried.answer, sentAt)
  })
}

/** A person asked for it: it takes its turn among the firings. */
export async function callInTurn<T>(site: Site, access: IntegrationAccess, call: Call<T>): Promise<SiteReading<T>> {
  return withCredential(site, access, async (thinkific) => {
    let sentAt = Date.now()
    const answer = await site.pacer.run('unplanned', () => {
      sentAt = Date.now()
      return call(thinkific)
    })
    return record(site, access, answer, sentAt)
  })
}

async function withCredential<T>(
  site: Site,
  access: IntegrationAccess,
  work: (thinkific: Thinkific) => Promise<SiteReading<T>>,
): Promise<SiteReading<T>> {
  const { integrations, standing } = site
  await integrations.recognize([access])
  integrations.remember(access)
  site.updatePace()
  try {
    await standing.proveSite(access.id)
    const fault = integrations.faults.find(access.id)
    if (fault !== null) {
      return { state: 'blocked', at: Date.now() + FAULT_AGAIN_MS, sentence: fault.sentence, calls: 0 }
    }
    if (site.circuit?.open) {
      return { state: 'blocked', at: Date.now() + DOWN_AGAIN_MS, sentence: DOWN, calls: 0 }
    }
    return await work(await integrations.client(access))
  } catch (error) {
    if (!(error instanceof UnsealError)) {
      throw error
    }
    integrations.faults.record(access, UNREADABLE_KEY, Date.now())
    return { state: 'blocked', at: Date.now() + FAULT_AGAIN_MS, sentence: UNREADABLE_KEY, calls: 0 }
  }
}

async function record<T>(
  site: Site,
  access: IntegrationAccess,
  answer: Answer<T>,
  sentAt: number,
): Promise<SiteReading<T>> {
  if (answer.ok) {
    site.recordSuccess()
    await site.recordAccepted(access)
    return { state: 'read', value: answer.value, calls: 1 }
  }
  const { failure } = answer
  const { sentence } = failure
  const now = Date.now()
  site.recordFailure(failure, false, now, now)
  if (failure.kind === 'rate limited') {
    site.pacer.brake(failure.resetAt, sentAt)
    return { state: 'wait', at: failure.resetAt, calls: 1 }
  }
  if (failure.class === 'credentials') {
    site.integrations.faults.record(access, sentence, now)
    return { state: 'blocked', at: now + FAULT_AGAIN_MS, sentence, calls: 1 }
  }
  return { state: failure.class === 'permanent' ? 'refused' : 'failed', sentence, calls: 1 }
}
