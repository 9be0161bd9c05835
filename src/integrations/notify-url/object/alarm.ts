/** Alarm work: probes a silent receiver, reports a fault, puts parked firings back in line, sweeps old posts. */
import { withTimeout } from '../../../limits/timeout'
import { ObjectAlarm, RELEASED_WITHIN_MS } from '../../object-alarm'
import { nextProbeAt } from '../../outage/circuit-breaker'
import { toWebhookId } from '../../signed-post/signature'
import { buildTestBody } from '../body'
import { deliverPost } from '../client/deliver'
import type { Receiver } from './receiver'

const SWEEP_EVERY_MS = 86_400_000

export class ReceiverAlarm extends ObjectAlarm {
  readonly #receiver: Receiver

  constructor(receiver: Receiver, storage: DurableObjectStorage) {
    super(storage, 'notify-url.alarm')
    this.#receiver = receiver
  }

  override listDue(now: number, soon: number): number[] {
    const { storage, circuit, fault } = this.#receiver
    const isDueSoon = storage.read('release') !== null || fault?.reported === false
    return [
      nextProbeAt(circuit) ?? Number.POSITIVE_INFINITY,
      ...(storage.hasPosts ? [(storage.read('swept') ?? now) + SWEEP_EVERY_MS] : []),
      ...(isDueSoon ? [soon] : []),
    ]
  }

  override async ring(): Promise<PromiseSettledResult<unknown>[]> {
    const results = await Promise.allSettled([this.#probe(), this.#reportFault()])
    results.push(...(await Promise.allSettled([this.#release()])))
    this.#sweep(Date.now())
    return results
  }

  /** A signed test post shows whether the receiver is back, without an event. */
  async #probe(): Promise<void> {
    const { storage, ports, circuit, fault } = this.#receiver
    const integration = storage.read('integration')
    if (circuit === null || fault !== null || integration === null) {
      return
    }
    const current = await ports.load(integration)
    const now = Date.now()
    if (current === null) {
      storage.save('circuit', null)
      return
    }
    if (this.#receiver.permission(now).go !== 'probe') {
      return
    }
    const id = await toWebhookId(current.marketplace, `probe ${crypto.randomUUID()}`)
    const delivery = await deliverPost(ports, current, { id, body: buildTestBody(current, now) })
    if (!delivery.sent) {
      this.#receiver.recordFault(delivery.fault)
      return
    }
    const { verdict } = delivery
    this.#receiver.recordVerdict(verdict, true, Date.now())
    if (verdict.is === 'gone') {
      this.#receiver.recordFault(`The receiver ${verdict.sentence} Correct the Notify URL, or save it again.`)
    }
  }

  async #reportFault(): Promise<void> {
    const { storage, ports, fault } = this.#receiver
    const integration = storage.read('integration')
    if (fault === null || fault.reported || integration === null) {
      return
    }
    const current = await ports.load(integration)
    if (current !== null) {
      await ports.reportProblem(current, fault.sentence)
    }
    // Saving the integration meanwhile took the fault back.
    if (this.#receiver.fault !== null) {
      storage.save('fault', { ...fault, reported: true })
    }
  }

  async #release(): Promise<void> {
    const { storage, ports } = this.#receiver
    const integration = storage.read('integration')
    if (storage.read('release') === null || integration === null) {
      return
    }
    await withTimeout(RELEASED_WITHIN_MS, ports.releaseParked(integration))
    storage.save('release', null)
  }

  #sweep(now: number): void {
    const { storage } = this.#receiver
    if (now >= (storage.read('swept') ?? 0) + SWEEP_EVERY_MS) {
      storage.sweepPosts(now)
    }
  }
}
