/** The product with everything around it in a test's hand: Thinkific, the queue, the clock, the objects' alarms, chance. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { HeldQueue, type Pending } from './held-queue'
import { createSimulator, OBJECTS, type Simulator } from './support'

export class Installation {
  readonly simulator: Simulator = createSimulator({ now: () => Date.now() })
  readonly queue: HeldQueue
  /** Objects whose alarm rings when time passes. */
  readonly objects = { journals: new Set<string>(), sites: new Set<string>() }

  constructor(pending: Pending[]) {
    this.queue = new HeldQueue(pending)
  }

  /** Starts the clock. @param at epoch ms */
  static async start(at: number, pending: Pending[] = []): Promise<Installation> {
    const installation = new Installation(pending)
    vi.useFakeTimers({ now: at, toFake: ['Date'] })
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    vi.spyOn(console, 'log').mockImplementation(() => {})
    const { simulator, queue } = installation
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
    queue.install()
    await silenceAlarms()
    return installation
  }

  /** Messages that are due are brought, and all that comes of them at once. */
  async settle(): Promise<void> {
    await this.queue.deliver()
  }

  /** Time passes; alarms ring, messages come. */
  async later(ms: number): Promise<void> {
    vi.setSystemTime(Date.now() + ms)
    // What rings first may give the others something to ring for, and the queue something to bring.
    for (let round = 0; round < 2; round += 1) {
      await this.#ring()
      await this.settle()
    }
  }

  /** Every object's alarm, whether or not it is due: one that rings early finds nothing to do. */
  async #ring(): Promise<void> {
    for (const name of this.objects.sites) {
      await ring(env[OBJECTS.sites].getByName(name))
    }
    for (const name of this.objects.journals) {
      await ring(env[OBJECTS.journals].getByName(name))
    }
  }
}

/** Alarms follow the machine's clock, for which the test's time is past: they would ring at once and without end. */
async function silenceAlarms(): Promise<void> {
  await runInDurableObject(env[OBJECTS.sites].getByName('academy'), (_, { storage }) => {
    const every = Object.getPrototypeOf(storage) as DurableObjectStorage
    vi.spyOn(every, 'setAlarm').mockResolvedValue()
    vi.spyOn(every, 'getAlarm').mockResolvedValue(null)
  })
}

async function ring<T extends Rpc.DurableObjectBranded>(stub: DurableObjectStub<T>): Promise<void> {
  await runInDurableObject(stub, async (object) => {
    await (object as unknown as { alarm: () => Promise<void> }).alarm()
  })
}
