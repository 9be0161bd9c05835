/** Settles many firings at once, each under its customer's lock. All are answered in time; work may go on afterwards. */

import type { Settling } from '../../../model/outcome'
import { ANSWER_WITHIN_MS, FiringRunner } from '../../firing-runner'
import { bringingEvent, eventForPlacing } from '../ledger/job-event'
import type { Site } from '../site/site'
import { firingKey } from '../storage/account'
import { isBackground, type ThinkificJob } from '../thinkific-job'
import { barAtFault } from './bar-at-fault'
import { lookBeforeCrossing } from './look-before-crossing'
import { withPurchaseOwner } from './purchase-owner'
import { settleFiring } from './settle-firing'
import { settleUndo } from './settle-undo'

/** When Thinkific blocks every connection, every batch would wait in vain and hold up other sites. */
const ANSWER_STUCK_WITHIN_MS = 200

export class JobSettler {
  readonly #site: Site
  readonly #runs = new FiringRunner('thinkific.firing', 'Waiting for Thinkific’s answer.')

  constructor(site: Site) {
    this.#site = site
  }

  get running(): number {
    return this.#runs.running
  }

  /** Answers in order. `background` keeps the object alive for work that outlasts the answer. */
  async settle(jobs: ThinkificJob[], background: (work: Promise<unknown>) => void): Promise<Settling[]> {
    await this.#site.integrations.recognize(jobs.map(({ integration }) => integration))
    for (const { integration } of jobs) {
      this.#site.integrations.remember(integration)
    }
    this.#site.updatePace()
    const stuck = this.#site.pacer.isStuckFor(ANSWER_WITHIN_MS)
    const firings = jobs.map((job) => ({
      id: firingKey(job),
      run: () => this.#site.firingSlots.track(!isBackground(job), () => runInOrder(this.#site, job)),
    }))
    return this.#runs.settle(firings, background, stuck ? ANSWER_STUCK_WITHIN_MS : ANSWER_WITHIN_MS)
  }
}

/** Purchases are locked by alias as well, so that two events about one never run at once under two emails. */
export async function runInOrder(site: Site, job: ThinkificJob): Promise<Settling> {
  await site.standing.proveSite(job.integration.id)
  if (job.instruction.withdraws !== undefined) {
    return settleUndo(site, job, job.instruction.withdraws)
  }
  const bar = (customers: string[]) => barAtFault(site, job, customers)
  const asked = {
    email: job.customer.email,
    purchase: job.purchase,
    event: eventForPlacing(job),
    bringing: bringingEvent(job),
    by: job.firing.id,
    bar,
    look: (customer: string) => lookBeforeCrossing(site, job, customer),
  }
  return withPurchaseOwner(site, asked, (place) => settleFiring(site, job, place))
}
