/** A call that shows whether a site answers and a credential works. */
import { UnsealError } from '../../../secrets/sealing'
import type { Answer } from '../client/call'
import type { Failure } from '../client/failure'
import type { IntegrationAccess } from '../thinkific-job'
import { UNREADABLE_KEY } from './open-client'
import type { Site } from './site'

const PROBE_RETRY_MS = 10_000

/** A small call that tests site and credential; null when both work. A key that cannot be opened counts as rejected. */
export async function probeSite(
  site: Site,
  access: IntegrationAccess,
  isProbe: boolean,
): Promise<Pick<Failure, 'class' | 'sentence'> | null> {
  try {
    const thinkific = await site.integrations.client(access)
    const check = () => thinkific.check()
    const isAtFault = site.integrations.faults.find(access.id) !== null
    const answer = await (isAtFault && !isProbe
      ? askAtFault(site, access, check)
      : callForPerson(site, access, check, isProbe))
    return answer.ok ? null : answer.failure
  } catch (error) {
    if (!(error instanceof UnsealError)) {
      throw error
    }
    site.integrations.faults.record(access, UNREADABLE_KEY, Date.now())
    return { class: 'credentials', sentence: UNREADABLE_KEY }
  }
}

/** Outside the site's pace, which is for accepted credentials; the answer says nothing about the site. Callers limit it. */
async function askAtFault<T>(
  site: Site,
  access: IntegrationAccess,
  call: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const answer = await call()
  await recordCredential(site, access, answer)
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
  // A failure with a refused credential says nothing about the site, unless there is nothing better to probe with.
  if (answer.ok || !isRefused || isProbe) {
    recordSite(site, answer, sentAt, isProbe)
  }
  await recordCredential(site, access, answer)
  return answer
}

/** What an answer shows about the site. @param sentAt when its call left */
export function recordSite(site: Site, answer: Answer<unknown>, sentAt: number, isProbe = false): void {
  if (answer.ok) {
    site.recordSuccess()
    return
  }
  const { failure } = answer
  const now = Date.now()
  site.recordFailure(failure, isProbe, now, now + PROBE_RETRY_MS)
  if (failure.kind === 'rate limited') {
    site.pacer.brake(failure.resetAt, sentAt)
  }
}

/** What an answer shows about the credential. */
export async function recordCredential(site: Site, access: IntegrationAccess, answer: Answer<unknown>): Promise<void> {
  if (answer.ok) {
    await site.recordAccepted(access)
  } else if (answer.failure.class === 'credentials') {
    site.integrations.faults.record(access, answer.failure.sentence, Date.now())
  }
}
