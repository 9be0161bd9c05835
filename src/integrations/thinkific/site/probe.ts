/** A call that shows whether a site answers and a credential works. */
import type { Answer } from '../client/call'
import type { Failure } from '../client/failure'
import type { IntegrationAccess } from '../thinkific-job'
import type { Site } from './site'

const PROBE_RETRY_MS = 10_000

/** One small call that tests site and credential; null when both work. Throws UnsealError. */
export async function probeSite(site: Site, access: IntegrationAccess, isProbe: boolean): Promise<Failure | null> {
  const thinkific = await site.integrations.client(access)
  const check = () => thinkific.check()
  const isAtFault = site.integrations.faults.find(access.id) !== null
  const answer = await (isAtFault && !isProbe
    ? askAtFault(site, access, check)
    : callForPerson(site, access, check, isProbe))
  return answer.ok ? null : answer.failure
}

/** Outside the site's pace, which is for those that Thinkific accepts; its answer says nothing of the site. The caller counts. */
async function askAtFault<T>(
  site: Site,
  access: IntegrationAccess,
  call: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const answer = await call()
  if (answer.ok) {
    await site.integrations.faults.clear(access, () => site.requestRelease({ integration: access.id }))
    site.integrations.recordProof(access, Date.now())
  } else if (answer.failure.class === 'credentials') {
    site.integrations.faults.record(access, answer.failure.sentence, Date.now())
  }
  return answer
}

/** Makes a call at a person's priority and records what it shows about site and integration. */
export async function callForPerson<T>(
  site: Site,
  access: IntegrationAccess,
  call: () => Promise<Answer<T>>,
  isProbe = false,
): Promise<Answer<T>> {
  let sentAt = Date.now()
  const isRefused = site.integrations.faults.find(access.id) !== null
  const answer = await site.pacer.run('click', () => {
    sentAt = Date.now()
    return call()
  })
  if (answer.ok) {
    site.recordSuccess()
    site.integrations.recordProof(access, Date.now())
    await site.integrations.faults.clear(access, () => site.requestRelease({ integration: access.id }))
    return answer
  }
  const { failure } = answer
  const now = Date.now()
  if (failure.class === 'credentials') {
    site.integrations.faults.record(access, failure.sentence, now)
  }
  // One that Thinkific refuses anyway says nothing of the site, unless nothing better is there to probe with.
  if (isRefused && !isProbe) {
    return answer
  }
  site.recordFailure(failure, isProbe, now, now + PROBE_RETRY_MS)
  if (failure.kind === 'rate limited') {
    site.pacer.brake(failure.resetAt, sentAt)
  }
  return answer
}
