/** Events no rule brings to this site: their ids join purchases, their payments and endings are remembered. */

import { PLAIN_OPTIONS, type Rule, type Target } from '../rules/rule'
import type { Account } from './account'
import { AccountBook } from './account-book'
import { next } from './actions/next'
import { beginWith } from './actions/run'
import { Errand } from './errand'
import { inLaneOf } from './holder'
import type { Job, Note } from './job'
import type { Customer, Purchase } from './ledger/customer'
import { bundlesToKnow } from './ledger/grants'
import { recordNote } from './ledger/record'
import type { Site } from './site'

/** Throws when something it moves could not be brought to Thinkific yet: the same notes are to be brought again. */
export async function takeNotes(site: Site, notes: Note[]): Promise<void> {
  const taken = await Promise.all(
    notes.map((note) => inLaneOf(site, note.customer.email, note.purchase, (key) => takeNote(site, note, key))),
  )
  if (taken.includes(false)) throw new Error('what a note moves is still on its way to Thinkific')
}

/** Writes only what the note adds; about somebody the ledger never met, only what later events will need. */
async function takeNote(site: Site, note: Note, key: string): Promise<boolean> {
  const before = site.customers.load(key)
  const { customer, purchase } = recordNote(before.customer, note)
  if (!matters(customer, note)) return true
  const account = { ...before, customer }
  if (JSON.stringify(customer) !== JSON.stringify(before.customer)) site.customers.save(key, account, before)
  return moved(site, note, key, account, purchase)
}

/**
 * A subscription's events always matter: its ids, payments and periods are needed once one of them opens something. A
 * one-time purchase's matter only where it is known; the rest of the shop is not this site's.
 */
function matters(customer: Customer, { purchase, eventType }: Note): boolean {
  const recurring = purchase.subscription !== null || eventType.startsWith('subscription.')
  return recurring || customer.purchases.some((one) => one.product === purchase.productId)
}

/** A payment or an id told late may move ends that Thinkific was given; false while they wait to be given anew. */
async function moved(site: Site, note: Note, key: string, account: Account, purchase: Purchase): Promise<boolean> {
  const [claim] = Object.values(purchase.claims)
  const known = site.integrations.all.find(({ access }) => access.marketplace === note.purchase.marketplace)
  if (claim === undefined || known === undefined || account.customer.user === null) return true
  const { target } = claim
  const job = jobOf(note, known.access, target)
  const recorded = {
    customer: account.customer,
    purchase: purchase.id,
    fact: { kind: 'none' as const, target },
    ...{ overruledBy: null, again: false },
  }
  const run = beginWith(recorded, job, site.learned(bundlesToKnow(account.customer, target)))
  if (next(run, Date.now()).kind !== 'call') return true
  const book = new AccountBook(site.customers, key, `${note.purchase.marketplace}~${job.firing.id}`, account)
  return (await new Errand(site, job, book).go(run)).final
}

function jobOf(note: Note, integration: Job['integration'], target: Target): Job {
  const { event, eventType: trigger, happenedAt } = note
  const rule: Rule = {
    ...{
      id: 'note',
      marketplace: integration.marketplace,
      name: '',
      site: integration.site,
      product: note.purchase.productId,
    },
    ...{ integration: integration.id, integrationName: integration.name, trigger, target, on: true },
    action: target.kind === 'course' ? 'create_course' : 'create_bundle',
    options: PLAIN_OPTIONS,
  }
  return {
    ...{ v: 1, eventType: trigger, happenedAt, receivedAt: happenedAt, origin: 'event', person: null, test: note.test },
    ...{ customer: { ...note.customer, email: '' }, purchase: note.purchase, fields: {}, integration },
    firing: {
      ...{ id: `note ${event}`, event, item: 0, trigger, rule, happenedAt },
      impliedBy: null,
      ownTrigger: true,
      yieldsTo: null,
    },
  }
}
