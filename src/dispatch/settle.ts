/** Firings go to their sites, each site's together and all sites side by side; every answer is recorded before its message is let go. */

import type { FiringToSettle } from '../journal/queries'
import type { Job } from '../model/job'
import type { Settling } from '../model/outcome'
import { jobOf } from './build-job'
import { again, type Delivery, delayUntil, ourFaultDelay } from './delivery'
import type { Ports, SitePort } from './ports'
import type { Settings } from './settings'
import { inTime, Late } from './timeout'

/** A firing on the message that carries it. `also`: what else must be done before the message may go; false: it failed. */
export interface Task {
  delivery: Delivery
  settle: FiringToSettle
  also: Promise<boolean>
}

/** A site answers within 3 s; the rest is the way there and back. */
const SITE_ANSWERS_MS = 4_000
/** A firing its site cannot even take is parked after so many deliveries of one message. */
const TRIES_BEFORE_PARKING = 20

/** Never throws. */
export async function settleAll(tasks: Task[], settings: Settings, ports: Ports): Promise<void> {
  const bySite = Map.groupBy(tasks, (task) => task.settle.firing.rule.site)
  await Promise.all([...bySite].map(([site, own]) => settleSite(site, own, settings, ports)))
}

interface Settled {
  task: Task
  settling: Settling
}

async function settleSite(site: string, tasks: Task[], settings: Settings, ports: Ports): Promise<void> {
  const started = ports.now()
  const ready = tasks.map((task) => ({ task, job: jobOf(task.settle, settings) }))
  const gone = ready.filter(({ job }) => job === null).map(({ task }) => ({ task, settling: integrationGone() }))
  const jobs = ready.filter((one): one is { task: Task; job: Job } => one.job !== null)
  const [off, on] = [jobs.filter(({ job }) => !job.firing.rule.on), jobs.filter(({ job }) => job.firing.rule.on)]
  const [explained, answered] = await Promise.all([
    Promise.all(off.map(({ task, job }) => explain(ports.site(site), task, job))),
    answers(site, on, ports),
  ])
  const settled = [...gone, ...explained, ...answered]
  const byMarketplace = Map.groupBy(settled, ({ task }) => task.delivery.marketplace)
  await Promise.all([...byMarketplace].map(([marketplace, own]) => record(marketplace, own, started, ports)))
}

/** One call for all of them; where that fails, one each, so that a single bad one keeps nobody else waiting. */
async function answers(site: string, jobs: { task: Task; job: Job }[], ports: Ports): Promise<Settled[]> {
  if (jobs.length === 0) return []
  try {
    // A stub that threw may throw ever after: each call gets its own.
    const all = await inTime(SITE_ANSWERS_MS, ports.site(site).settle(jobs.map(({ job }) => job)))
    return jobs.map(({ task }, index) => ({ task, settling: oursOr(all[index], task, ports) }))
  } catch (error) {
    ports.log({ at: 'dispatch.settle', site, jobs: jobs.length, error: String(error) })
    if (jobs.length === 1 || isInTrouble(error))
      return jobs.map(({ task }) => ({ task, settling: noAnswer(task, ports) }))
    return (await Promise.all(jobs.map((job) => answers(site, [job], ports)))).flat()
  }
}

/** What went wrong in the object itself is no answer either, and comes back ever later. */
function oursOr(answer: Settling | undefined, task: Task, ports: Ports): Settling {
  const failed = answer === undefined || (!answer.final && answer.reason === 'internal')
  return failed ? noAnswer(task, ports) : answer
}

/** It is the object that fails, not a job: asking it once for each would only add to that. */
function isInTrouble(error: unknown): boolean {
  const { overloaded, retryable } = error as { overloaded?: boolean; retryable?: boolean }
  return error instanceof Late || overloaded === true || retryable === true
}

/** A rule that is off does nothing, and says what it would have done. */
async function explain(site: SitePort, task: Task, job: Job): Promise<Settled> {
  let would = ''
  try {
    const { outcome, sentence } = await inTime(SITE_ANSWERS_MS, site.explain(job))
    would = ` Switched on, it would have ended “${outcome}”: ${sentence}`
  } catch {
    // The entry is worth more than the guess.
  }
  const sentence = `The rule “${job.firing.rule.name}” is off, so nothing was done.${would}`
  return { task, settling: { final: true, outcome: 'rule off', sentence, attempts: [] } }
}

async function record(marketplace: string, settled: Settled[], started: number, ports: Ports): Promise<void> {
  try {
    await ports.journal(marketplace).record(
      settled.map(({ task, settling }) => ({
        event: task.settle.event.id,
        firing: task.settle.firing.id,
        settling,
      })),
    )
  } catch (error) {
    // The site remembers what it settled and answers the same again.
    ports.log({ at: 'dispatch.record', marketplace, firings: settled.length, error: String(error) })
    await Promise.all(
      settled.map(({ task: { delivery } }) => again(delivery, ourFaultDelay(delivery.message.attempts), ports)),
    )
    return
  }
  await Promise.all(settled.map((one) => letGo(one, started, ports)))
}

/** Acks what is final or parked; the rest comes back at its own second. */
async function letGo({ task, settling }: Settled, started: number, ports: Ports): Promise<void> {
  const { delivery, settle } = task
  const now = ports.now()
  ports.log({
    at: 'dispatch.firing',
    marketplace: delivery.marketplace,
    firing: settle.firing.id,
    rule: settle.firing.rule.id,
    outcome: settling.final ? settling.outcome : `waiting: ${settling.reason}`,
    parked: !settling.final && settling.parked,
    attempts: delivery.message.attempts,
    ms: now - started,
  })
  const done = settling.final || settling.parked
  if (!(await task.also)) await again(delivery, ourFaultDelay(delivery.message.attempts), ports)
  else if (done) delivery.message.ack()
  else await again(delivery, delayUntil(settling.at, now), ports)
}

function integrationGone(): Settling {
  const sentence = 'The integration of this rule was deleted or leads to another site now, so nothing was done.'
  return { final: true, outcome: 'rule off', sentence, attempts: [] }
}

function noAnswer({ delivery }: Task, ports: Ports): Settling {
  const { attempts } = delivery.message
  const parked = attempts >= TRIES_BEFORE_PARKING
  const at = ports.now() + ourFaultDelay(attempts) * 1000
  const sentence = 'Something went wrong on our side before Thinkific was asked. It is tried again by itself.'
  const given =
    'Something went wrong on our side, again and again. It is tried again every six hours, and at once when you run it.'
  return { final: false, at, reason: 'internal', sentence: parked ? given : sentence, parked, attempts: [] }
}
