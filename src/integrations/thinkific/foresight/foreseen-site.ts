/** A site on which firings run as they would, with imagined answers: nothing is called and nothing is stored. */
import type { Attempt } from '../../../model/attempt'
import type { FiringSlots } from '../pace/firing-slots'
import { Site } from '../site/site'
import type { CallResult } from '../steps/perform-call'
import type { SiteCall } from '../steps/site-call'
import type { IntegrationAccess } from '../thinkific-job'
import { imagineReply } from './imagined-reply'
import type { ScratchStorage } from './scratch-storage'

const NOT_SENT: Attempt = {
  at: 0,
  took: 0,
  method: '',
  path: '',
  request: null,
  status: null,
  response: null,
  problem: null,
}

export class ForeseenSite extends Site {
  readonly #real: Site
  readonly #scratch: ScratchStorage
  readonly #hashes: ReadonlyMap<string, string>
  #isAssumed = false

  /** @param hashes of emails that each step asks for again */
  constructor(real: Site, scratch: ScratchStorage, hashes: ReadonlyMap<string, string>) {
    super(scratch, {
      ...real.ports,
      catalogs: { ...real.ports.catalogs, write: async () => {} },
      reportProblem: async () => {},
      recordEffects: async () => {},
      releaseParked: async () => {},
    })
    this.#real = real
    this.#hashes = hashes
    this.#scratch = scratch
    this.standing.prove = async () => 'accepted'
    this.standing.proveSite = async () => {}
    this.standing.renew = async () => {}
  }

  /** Whether an answer was imagined that only Thinkific can give. */
  get isAssumed(): boolean {
    return this.#isAssumed
  }

  override async hashEmail(email: string): Promise<string> {
    return this.#hashes.get(email) ?? this.#real.hashEmail(email)
  }

  /** No pace is kept of what is not called. */
  override slotsFor(): FiringSlots {
    return this.firingSlots
  }

  override async caller(_: IntegrationAccess): Promise<(call: SiteCall) => Promise<CallResult>> {
    return async (call) => {
      this.#isAssumed ||= call.do === 'find user' || call.do.startsWith('look')
      const customer = 'user' in call ? this.#scratch.findByUser(call.user) : null
      const reply = imagineReply(call, customer, this.contents.all, Date.now())
      return { ok: true, reply, attempt: NOT_SENT }
    }
  }
}
