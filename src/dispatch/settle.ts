/** Sends firings to their sites, all sites in parallel; an outcome is recorded before its message is acked. */

import { KINDS } from '../integrations'
import type { Settler } from '../integrations/kind'
import type { DueFiring } from '../journal/queries'
import { withTimeout } from '../limits/timeout'
import type { FiringJob } from '../model/firing-job'
import { instructionOf, isInForce, nameSource } from '../model/instruction'
import { mayNeedPerson, type Settling, type WaitReason } from '../model/outcome'
import { type AccessCause, sendAccessEvents } from './access-events'
import { askSite, type ReadyTask, type SettledTask, SITE_ANSWERS_MS } from './ask-site'
import type { BatchSettings } from './batch-settings'
import { buildJob } from './build-job'
import { type Delivery, delayUntil, requeue, requeueWaiting, retryDelay } from './delivery'
import { siteRefKey } from './notes'
import { isObjectFailure } from './object-failure'
import { parkOrRequeue } from './park'
import { type DispatchPorts, JOURNAL_ANSWERS_MS } from './ports'

/** A firing on the message that carries it. `notified`: what else must be done before the message may go; false: it failed. */
export interface Task {
  delivery: Delivery
  work: DueFiring
  notified: Promise<boolean>
}

/** Reasons to wait that nothing has gone wrong for. */
const AS_PLANNED: readonly WaitReason[] = ['pace', 'busy', 'starts later', 'ends later']

const UNRECORDABLE =
  'The result could not be stored, even after several tries. We’ll retry every six hours, or as soon as you run it.'

/** Never throws. */
export async function settleAll(tasks: Task[], settings: BatchSettings, ports: DispatchPorts): Promise<void> {
  const started = ports.now()
  const ready = tasks.map((task) => ({ task, job: buildJob(task.work, settings) }))
  const settled = ready.flatMap(({ task, job }) => settleUnasked(task, job, started) ?? [])
  const asked = ready.filter((one): one is ReadyTask => one.job !== null && one.job.integration.settings !== null)
  const bySite = Map.groupBy(asked, ({ job }) => siteRefKey(job.integration))
  await Promise.all([
    recordAll(settled, started, ports),
    ...[...bySite.values()].map((own) => settleSite(own, started, settings, ports)),
  ])
}

async function settleSite(
  jobs: ReadyTask[],
  started: number,
  settings: BatchSettings,
  ports: DispatchPorts,
): Promise<void> {
  const isOn = ({ task }: ReadyTask) => isInForce(instructionOf(task.work.firing))
  const [off, on] = [jobs.filter((one) => !isOn(one)), jobs.filter(isOn)]
  const [explained, answered] = await Promise.all([
    Promise.all(off.map(({ task, job }) => explainSwitchedOff(ports.settler(job.integration), task, job))),
    askSite(on, settings, ports),
  ])
  await recordAll([...explained, ...answered], started, ports)
}

async function recordAll(settled: SettledTask[], started: number, ports: DispatchPorts): Promise<void> {
  const byMarketplace = Map.groupBy(settled, ({ task }) => task.delivery.marketplace)
  await Promise.all([...byMarketplace].map(([marketplace, own]) => record(marketplace, own, started, ports)))
}

/** A rule that is off does nothing, and says what it would have done. */
async function explainSwitchedOff(site: Settler, task: Task, job: FiringJob): Promise<SettledTask> {
  let would = ''
  try {
    const [foresight] = await withTimeout(SITE_ANSWERS_MS, site.foresee([{ jobs: [job], notes: [] }]))
    would = (foresight?.outcomes ?? [])
      .map((one) => ` If it were on, the outcome would be “${one.outcome}”: ${one.sentence}`)
      .join('')
  } catch {
    // Record the entry even without the prediction.
  }
  const sentence = `The rule “${nameSource(instructionOf(task.work.firing)).name}” is off, so nothing was done.${would}`
  return { task, settling: { final: true, outcome: 'rule off', sentence, attempts: [] } }
}

/** One call for all of them; where that fails, one each. The site remembers what it settled and answers the same next time. */
async function record(
  marketplace: string,
  settled: SettledTask[],
  started: number,
  ports: DispatchPorts,
): Promise<void> {
  try {
    const answers = settled.map(({ task, settling }) => ({
      event: task.work.event.id,
      firing: task.work.firing.id,
      settling,
      askedAt: started,
    }))
    // First, since a message that comes again finds its firing final.
    await sendAccessEvents(marketplace, settled.flatMap(toAccessCause), ports)
    await withTimeout(JOURNAL_ANSWERS_MS, ports.journal(marketplace).record(answers))
  } catch (error) {
    ports.log({ at: 'dispatch.record', marketplace, firings: settled.length, error: String(error) })
    const isOne = settled.length === 1 || isObjectFailure(error)
    await Promise.all(
      settled.map((one) =>
        isOne ? parkOrRequeue(one.task.delivery, UNRECORDABLE, ports) : record(marketplace, [one], started, ports),
      ),
    )
    return
  }
  await Promise.all(settled.map((one) => finishDelivery(one, started, ports)))
}

function toAccessCause({ task, settling }: SettledTask): AccessCause[] {
  const { event, firing } = task.work
  const { id, item } = firing
  const { action, integration } = instructionOf(firing)
  const kind = KINDS.findByAction(action)?.id
  if (!settling.final || settling.access === undefined || kind === undefined) {
    return []
  }
  return [{ event, item, firing: id, integration: { ...integration, kind }, changes: settling.access }]
}

/** Acks final and parked firings; requeues the rest for their own time. */
async function finishDelivery({ task, settling }: SettledTask, started: number, ports: DispatchPorts): Promise<void> {
  const { delivery, work: settle } = task
  const now = ports.now()
  if (isWorthALine(settling)) {
    ports.log({
      at: 'dispatch.firing',
      marketplace: delivery.marketplace,
      firing: settle.firing.id,
      rule: nameSource(instructionOf(settle.firing)).id,
      outcome: settling.final ? settling.outcome : `waiting: ${settling.reason}`,
      parked: !settling.final && settling.parked,
      attempts: delivery.message.attempts,
      ms: now - started,
    })
  }
  const done = settling.final || settling.parked
  if (!(await task.notified)) {
    await requeue(delivery, retryDelay(delivery.message.attempts), ports)
  } else if (done) {
    delivery.message.ack()
  } else {
    const again = settling.reason === 'internal' ? requeue : requeueWaiting
    await again(delivery, delayUntil(settling.at, now), ports)
  }
}

/** What goes as planned is in the journal: for a million enrollments, lines would add a sixth to Cloudflare's bill. */
function isWorthALine(settling: Settling): boolean {
  return settling.final ? mayNeedPerson(settling) : !AS_PLANNED.includes(settling.reason)
}

function settleUnasked(task: Task, job: FiringJob | null, now: number): SettledTask | null {
  const settling = answerUnasked(job, now)
  return settling && { task, settling }
}

/** For what no site can be asked about; null where the integration is there and can be read. */
export function answerUnasked(job: FiringJob | null, now: number): Settling | null {
  if (job === null) {
    const sentence = 'The rule’s integration was deleted or now connects to another site, so nothing was done.'
    return { final: true, outcome: 'rule off', sentence, attempts: [] }
  }
  if (job.integration.settings !== null) {
    return null
  }
  const sentence = `The settings of ${job.integration.name} cannot be read. Save the integration again, then run this.`
  return { final: false, at: now, reason: 'internal', sentence, parked: true, attempts: [] }
}
