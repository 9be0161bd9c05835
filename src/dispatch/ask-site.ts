/** Brings firings to the site that settles them; what waits for its day, or has nothing left to say, is not brought. */
import { KINDS } from '../integrations'
import { withTimeout } from '../limits/timeout'
import type { FiringJob } from '../model/firing-job'
import type { Settling } from '../model/outcome'
import type { BatchSettings } from './batch-settings'
import { retryDelay } from './delivery'
import { holdForeseen } from './foreseen-access'
import { isObjectFailure } from './object-failure'
import { TRIES_BEFORE_PARKING } from './park'
import type { DispatchPorts, SiteRef } from './ports'
import type { Task } from './settle'

export interface ReadyTask {
  task: Task
  job: FiringJob
}

export interface SettledTask {
  task: Task
  settling: Settling
}

/** A site answers within 3 s; the rest is the round trip. */
export const SITE_ANSWERS_MS = 4_000

export async function askSite(
  jobs: ReadyTask[],
  settings: BatchSettings,
  ports: DispatchPorts,
): Promise<SettledTask[]> {
  const [foreseen, others] = [jobs.filter(isForeseen), jobs.filter((one) => !isForeseen(one))]
  const held = Promise.all(
    foreseen.map(async (one) => ({
      one,
      settling: await hold(one.task, settings.zones.get(one.task.work.event.marketplace), ports),
    })),
  )
  const [answered, all] = await Promise.all([ask(others, ports), held])
  const due = all.flatMap(({ one, settling }) => (settling === null ? [one] : []))
  const waiting = all.flatMap(({ one: { task }, settling }) => (settling === null ? [] : [{ task, settling }]))
  return [...answered, ...waiting, ...(await ask(due, ports))]
}

function isForeseen({ task }: ReadyTask): boolean {
  return task.work.event.access?.foreseen === true
}

async function hold(task: Task, zone: string | undefined, ports: DispatchPorts): Promise<Settling | null> {
  const { event } = task.work
  try {
    return await holdForeseen(task.work, zone, ports)
  } catch (error) {
    ports.log({ at: 'dispatch.foreseen', marketplace: event.marketplace, error: String(error) })
    return event.access === undefined ? null : retryLater(task, event.access.integration, ports)
  }
}

/** One call for all of them; where that fails, one each, so that a single bad one does not hold up the rest. */
async function ask(jobs: ReadyTask[], ports: DispatchPorts): Promise<SettledTask[]> {
  const site = jobs[0]?.job.integration
  if (site === undefined) {
    return []
  }
  try {
    // A stub that threw once may keep throwing, so each call gets its own.
    const all = await withTimeout(SITE_ANSWERS_MS, ports.settler(site).settle(jobs.map(({ job }) => job)))
    return jobs.map(({ task }, index) => ({ task, settling: orRetry(all[index], task, site, ports) }))
  } catch (error) {
    ports.log({ at: 'dispatch.settle', site: site.site, jobs: jobs.length, error: String(error) })
    if (jobs.length === 1 || isObjectFailure(error)) {
      return jobs.map(({ task }) => ({ task, settling: retryLater(task, site, ports) }))
    }
    return (await Promise.all(jobs.map((job) => ask([job], ports)))).flat()
  }
}

/** An error inside the object is no answer either; it is retried with growing delays. */
function orRetry(answer: Settling | undefined, task: Task, site: SiteRef, ports: DispatchPorts): Settling {
  const failed = answer === undefined || (!answer.final && answer.reason === 'internal')
  return failed ? retryLater(task, site, ports) : answer
}

function retryLater({ delivery }: Task, { kind }: SiteRef, ports: DispatchPorts): Settling {
  const { attempts } = delivery.message
  const parked = attempts >= TRIES_BEFORE_PARKING
  const at = ports.now() + retryDelay(attempts) * 1000
  const asked = KINDS.get(kind).title
  const sentence = `Something went wrong on our side before ${asked} was asked. We’ll retry automatically.`
  const given = 'Something keeps going wrong on our side. We’ll retry every six hours, or as soon as you run it.'
  return { final: false, at, reason: 'internal', sentence: parked ? given : sentence, parked, attempts: [] }
}
