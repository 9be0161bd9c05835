/** What an event changes besides its own firing: ends already given to the purchase's other targets. */

import type { Note } from '../../../model/job'
import type { Settling } from '../../../model/outcome'
import { PLAIN_OPTIONS } from '../../../model/rule'
import type { Target } from '../actions'
import type { Job } from '../job'
import type { Purchase } from '../ledger/customer'
import { listNeededBundles } from '../ledger/grants'
import type { Site } from '../site/site'
import { nextStep } from '../steps/next-step'
import { planFrom } from '../steps/plan-state'
import type { Account } from '../storage/account'
import { FiringRecord } from './firing-record'
import { FiringRun } from './firing-run'

/** Null when the purchase's targets are already as the ledger wants, as far as known. */
export async function settleConsequences(
  site: Site,
  note: Note,
  key: string,
  account: Account,
  purchase: Purchase,
): Promise<Settling | null> {
  const [claim] = Object.values(purchase.claims)
  const known = site.integrations.all.find(({ access }) => access.marketplace === note.purchase.marketplace)
  if (claim === undefined || known === undefined || account.customer.user === null) {
    return null
  }
  const { target } = claim
  const job = buildJob(note, known.access, target)
  const recorded = {
    customer: account.customer,
    withoutFiring: account.customer,
    purchase: purchase.id,
    fact: { kind: 'none' as const, target },
    ...{ overruledBy: null, repeated: false },
  }
  const state = planFrom(recorded, job, site.knowledge(listNeededBundles(account.customer, target)))
  if (nextStep(state, Date.now()).kind !== 'call') {
    return null
  }
  const book = new FiringRecord(site.storage, key, `${note.purchase.marketplace}~${job.firing.id}`, account)
  return new FiringRun(site, job, book).proceed(state)
}

function buildJob(note: Note, integration: Job['integration'], target: Target): Job {
  const { event, eventType, happenedAt } = note
  const trigger = note.triggers[0] ?? 'subscription.charged'
  return {
    v: 1,
    eventType,
    happenedAt,
    receivedAt: happenedAt,
    origin: 'event',
    person: null,
    customer: { ...note.customer, email: '' },
    purchase: note.purchase,
    fields: {},
    integration,
    firing: { id: `note ${event}`, event, trigger, happenedAt, impliedBy: null, ownTrigger: true },
    instruction: {
      action: target.kind === 'course' ? 'create_course' : 'create_bundle',
      target,
      options: PLAIN_OPTIONS,
    },
  }
}
