/** Sends firings to their sites, all sites in parallel; an outcome is recorded before its message is acked. */

import type { FiringToSettle } from '../journal/queries'
import type { Job } from '../model/job'
import type { Settling } from '../model/outcome'
import { buildJob } from './build-job'
import { type Delivery, delayUntil, requeue, retryDelay } from './delivery'
import type { DispatchPorts, SitePort } from './ports'
import type { Settings } from './settings'
import { TimeoutError, withTimeout } from './timeout'

/** A firing on the message that carries it. `notified`: what else must be done before the message may go; false: it failed. */
export interface Task {
  delivery: Delivery
  work: FiringToSettle
  notified: Promise<boolean>
}

/** A site answers within 3 s; the rest is the round trip. */
const SITE_ANSWERS_MS = 4_000
/** A firing its site cannot accept is parked after this many deliveries of one message. */
const TRIES_BEFORE_PARKING = 20

/** Never throws. */
export async function settleAll(tasks: Task[], settings: Settings, ports: DispatchPorts): Promise<void> {
  const bySite = Map.groupBy(tasks, (task) => task.work.firing.rule.site)
  await Promise.all([...bySite].map(([site, own]) => settleSite(site, own, settings, ports)))
}

interface SettledTask {
  task: Task
  settling: Settling
}

async function settleSite(site: string, tasks: Task[], settings: Settings, ports: DispatchPorts): Promise<void> {
  const started = ports.now()
  const ready = tasks.map((task) => ({ task, job: buildJob(task.work, settings) }))
  const gone = ready
    .filter(({ job }) => job === null)
    .map(({ task }) => ({ task, settling: settleWithoutIntegration() }))
  const jobs = ready.filter((one): one is { task: Task; job: Job } => one.job !== null)
  const [off, on] = [jobs.filter(({ job }) => !job.firing.rule.on), jobs.filter(({ job }) => job.firing.rule.on)]
  const [explained, answered] = await Promise.all([
    Promise.all(off.map(({ task, job }) => explainSwitchedOff(ports.site(site), task, job))),
    askSite(site, on, ports),
  ])
  const settled = [...gone, ...explained, ...answered]
  const byMarketplace = Map.groupBy(settled, ({ task }) => task.delivery.marketplace)
  await Promise.all([...byMarketplace].map(([marketplace, own]) => record(marketplace, own, started, ports)))
}

/** One call for all; if it fails, one each, so that a single bad job does not delay the others. */
async function askSite(site: string, jobs: { task: Task; job: Job }[], ports: DispatchPorts): Promise<SettledTask[]> {
  if (jobs.length === 0) {
    return []
  }
  try {
    // A stub may keep throwing once it has thrown, so each call gets a new one.
    const all = await withTimeout(SITE_ANSWERS_MS, ports.site(site).settle(jobs.map(({ job }) => job)))
    return jobs.map(({ task }, index) => ({ task, settling: orRetry(all[index], task, ports) }))
  } catch (error) {
    ports.log({ at: 'dispatch.settle', site, jobs: jobs.length, error: String(error) })
    if (jobs.length === 1 || isObjectFailure(error)) {
      return jobs.map(({ task }) => ({ task, settling: retryLater(task, ports) }))
    }
    return (await Promise.all(jobs.map((job) => askSite(site, [job], ports)))).flat()
  }
}

/** An internal failure reported by the object backs off like a failed call. */
function orRetry(answer: Settling | undefined, task: Task, ports: DispatchPorts): Settling {
  const failed = answer === undefined || (!answer.final && answer.reason === 'internal')
  return failed ? retryLater(task, ports) : answer
}

/** The object fails, not a job; a call per job would only add load. */
function isObjectFailure(error: unknown): boolean {
  const { overloaded, retryable } = error as { overloaded?: boolean; retryable?: boolean }
  return error instanceof TimeoutError || overloaded === true || retryable === true
}

async function explainSwitchedOff(site: SitePort, task: Task, job: Job): Promise<SettledTask> {
  let would = ''
  try {
    const { outcome, sentence } = await withTimeout(SITE_ANSWERS_MS, site.explain(job))
    would = ` Switched on, it would have ended “${outcome}”: ${sentence}`
  } catch {
    // Record the entry even without the prediction.
  }
  const sentence = `The rule “${job.firing.rule.name}” is off, so nothing was done.${would}`
  return { task, settling: { final: true, outcome: 'rule off', sentence, attempts: [] } }
}

async function record(
  marketplace: string,
  settled: SettledTask[],
  started: number,
  ports: DispatchPorts,
): Promise<void> {
  try {
    await ports.journal(marketplace).record(
      settled.map(({ task, settling }) => ({
        event: task.work.event.id,
        firing: task.work.firing.id,
        settling,
      })),
    )
  } catch (error) {
    // The site remembers what it settled and answers the same next time.
    ports.log({ at: 'dispatch.record', marketplace, firings: settled.length, error: String(error) })
    await Promise.all(
      settled.map(({ task: { delivery } }) => requeue(delivery, retryDelay(delivery.message.attempts), ports)),
    )
    return
  }
  await Promise.all(settled.map((one) => finishDelivery(one, started, ports)))
}

/** Acks final and parked firings; requeues the rest for their own time. */
async function finishDelivery({ task, settling }: SettledTask, started: number, ports: DispatchPorts): Promise<void> {
  const { delivery, work: settle } = task
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
  if (!(await task.notified)) {
    await requeue(delivery, retryDelay(delivery.message.attempts), ports)
  } else if (done) {
    delivery.message.ack()
  } else {
    await requeue(delivery, delayUntil(settling.at, now), ports)
  }
}

function settleWithoutIntegration(): Settling {
  const sentence = 'The integration of this rule was deleted or leads to another site now, so nothing was done.'
  return { final: true, outcome: 'rule off', sentence, attempts: [] }
}

function retryLater({ delivery }: Task, ports: DispatchPorts): Settling {
  const { attempts } = delivery.message
  const parked = attempts >= TRIES_BEFORE_PARKING
  const at = ports.now() + retryDelay(attempts) * 1000
  const sentence = 'Something went wrong on our side before Thinkific was asked. It is tried again by itself.'
  const given =
    'Something went wrong on our side, again and again. It is tried again every six hours, and at once when you run it.'
  return { final: false, at, reason: 'internal', sentence: parked ? given : sentence, parked, attempts: [] }
}
