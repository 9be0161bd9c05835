/** The calls of a reconciliation; what their answers show about site and credential is recorded. */
import { UnsealError } from '../../../secrets/sealing'
import type { SiteReading } from '../../reconciler'
import type { Answer } from '../client/call'
import type { Thinkific } from '../client/client'
import { UNREADABLE_KEY } from '../site/open-client'
import { recordCredential, recordSite } from '../site/probe'
import type { Site } from '../site/site'
import type { IntegrationAccess } from '../thinkific-job'

const BUSY_AGAIN_MS = 5_000
const FAULT_AGAIN_MS = 5 * 60_000
const DOWN_AGAIN_MS = 60_000

const DOWN = 'Thinkific is not answering; this continues automatically once it does.'

type Call<T> = (thinkific: Thinkific) => Promise<Answer<T>>
type SentCall<T> = { sentAt: number; answer: Answer<T> }

/** Nothing waits for it: it leaves when no firing runs or waits. */
export async function callInBackground<T>(
  site: Site,
  access: IntegrationAccess,
  call: Call<T>,
): Promise<SiteReading<T>> {
  return withCredential(site, access, async (thinkific) => {
    if (!site.firingSlots.isIdle) {
      return { state: 'wait', at: Date.now() + BUSY_AGAIN_MS, calls: 0 }
    }
    const tried = await site.pacer.tryUnreserved(() => callNow(thinkific, call))
    return 'at' in tried ? { state: 'wait', at: tried.at, calls: 0 } : record(site, access, tried.answer)
  })
}

/** A person asked for it: it takes its turn among the firings. */
export async function callInTurn<T>(site: Site, access: IntegrationAccess, call: Call<T>): Promise<SiteReading<T>> {
  return withCredential(site, access, async (thinkific) =>
    record(site, access, await site.pacer.run('unplanned', () => callNow(thinkific, call))),
  )
}

async function callNow<T>(thinkific: Thinkific, call: Call<T>): Promise<SentCall<T>> {
  const sentAt = Date.now()
  return { sentAt, answer: await call(thinkific) }
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
  { sentAt, answer }: SentCall<T>,
): Promise<SiteReading<T>> {
  recordSite(site, answer, sentAt)
  await recordCredential(site, access, answer)
  if (answer.ok) {
    return { state: 'read', value: answer.value, calls: 1 }
  }
  const { failure } = answer
  const { sentence } = failure
  if (failure.kind === 'rate limited') {
    return { state: 'wait', at: failure.resetAt, calls: 1 }
  }
  return failure.class === 'credentials'
    ? { state: 'blocked', at: Date.now() + FAULT_AGAIN_MS, sentence, calls: 1 }
    : { state: failure.class === 'permanent' ? 'refused' : 'failed', sentence, calls: 1 }
}
