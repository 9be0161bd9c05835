/** A Notify URL: one object for each integration owns its pace, its outages, and which firings were sent. */
import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../../../env'
import { limitEnv } from '../../../limits/limited-env'
import type { FiringJob } from '../../../model/firing-job'
import type { Settling } from '../../../model/outcome'
import { ANSWER_WITHIN_MS, FiringRunner } from '../../firing-runner'
import { isParked } from '../../outage/circuit-breaker'
import type { SiteStatus } from '../../site-status'
import { withAccess } from '../access-words'
import { ReceiverAlarm } from './alarm'
import { createReceiverPorts } from './bindings'
import { Receiver } from './receiver'
import type { ReceiverApi } from './receiver-api'
import { settlePost } from './settle-post'
import { ReceiverStorage } from './storage'

export class NotifyUrlReceiver extends DurableObject<Env> implements ReceiverApi {
  readonly #receiver: Receiver
  readonly #alarm: ReceiverAlarm
  readonly #runs = new FiringRunner('notify-url.firing', 'Waiting for the receiver’s answer.')

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#receiver = new Receiver(new ReceiverStorage(ctx.storage), createReceiverPorts(limitEnv(env)))
    this.#alarm = new ReceiverAlarm(this.#receiver, ctx.storage)
  }

  async settle(jobs: FiringJob[]): Promise<Settling[]> {
    const firings = jobs.map((job) => ({
      id: job.firing.id,
      run: async () => withAccess(job, await settlePost(this.#receiver, job)),
    }))
    const goOn = (work: Promise<unknown>) => this.ctx.waitUntil(work.then(() => this.#alarm.arm()))
    const answers = await this.#runs.settle(firings, goOn, ANSWER_WITHIN_MS)
    await this.#alarm.arm()
    return answers
  }

  async adopt(integration: { id: string; marketplace: string }): Promise<void> {
    this.#receiver.startOver(integration)
    await this.#alarm.arm()
  }

  async forget(_gone: { integration: string }): Promise<void> {
    this.#receiver.forget()
    await this.ctx.storage.deleteAlarm()
  }

  async status(): Promise<SiteStatus> {
    await this.#alarm.arm()
    const { circuit, pace } = this.#receiver
    const open = circuit?.open ?? null
    return {
      held: open === null ? null : { since: open.since, probeAt: open.probeAt, parked: isParked(circuit, Date.now()) },
      waiting: pace.waiting,
      running: this.#runs.running,
      callsLastMinute: pace.countLastMinute(Date.now()),
      allowance: pace.allowance,
      customers: null,
      sealedUnder: null,
    }
  }

  override async alarm(): Promise<void> {
    await this.#alarm.onAlarm()
  }
}
