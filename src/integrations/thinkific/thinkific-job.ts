/** What a Thinkific site is given to settle: a job whose integration brings Thinkific's own settings. */
import type { FiringJob, SentFiringJob } from '../../model/firing-job'
import type { Scheme } from './client/credential'

/** How to reach Thinkific on an integration's behalf. The credential stays sealed until the call is made. */
export interface IntegrationAccess {
  id: string
  name: string
  marketplace: string
  /** The part before .thinkific.com. */
  site: string
  scheme: Scheme
  sealedCredential: string
  requestsPerMinute: number
  /** Send Thinkific's site welcome e-mail when a user is created, instead of relying on the course's own. */
  siteWelcome: boolean
  /** Names the object it has alone (settings.ts). */
  alone?: string
}

export type ThinkificJob = FiringJob<IntegrationAccess>
export type SentThinkificJob = SentFiringJob<IntegrationAccess>

/** What a file brings may wait for every live event. */
export function isBackground({ origin }: ThinkificJob): boolean {
  return origin === 'import'
}

/** When what a firing acts on happened, epoch ms; never later than its arrival. */
export function occurrenceTime({ firing, receivedAt }: ThinkificJob): number {
  return Math.min(firing.happenedAt, receivedAt)
}
