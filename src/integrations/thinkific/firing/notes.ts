/** Records events that no rule brings to this site, and carries out what they change: a payment re-opens, a period moves. */

import type { Note, NoteEffect } from '../../../model/firing-job'
import { isFailed, type Settling } from '../../../model/outcome'
import { needsChoice } from '../customers/choosable-purchases'
import { withEmail } from '../customers/erasure'
import type { Customer } from '../ledger/customer'
import { changesAccess } from '../ledger/event-effect'
import { eventOfNote, noteId } from '../ledger/job-event'
import { isSameEvent } from '../ledger/ledger-event'
import { recordNote } from '../ledger/record-fact'
import { isErasedBy } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { isInterrupted } from '../steps/pending-writes'
import { claimsMore, isAlsoOthers } from '../steps/shared-customer'
import { UNCLEAR } from '../steps/verdict'
import { describeOwner } from '../steps/verdict-phrases'
import { findSettled } from '../storage/account'
import { MOST_DEFERRED } from '../storage/deferred-notes-table'
import { amendEntries } from './amendments'
import { settleDifferences } from './follow-up'
import { type Place, withPurchaseOwner } from './purchase-owner'

const NOTHING = { final: true, outcome: 'no change', sentence: '', attempts: [] } as const satisfies Settling

/** In the notes' order; null for one that changed nothing and is not about another customer's purchase. Throws when one could not be carried out yet; then send the same notes again. */
export async function recordNotes(site: Site, notes: Note[]): Promise<(NoteEffect | null)[]> {
  const taken = await Promise.all(notes.map((note) => carryOutOrDefer(site, note)))
  return taken.map(toEffect)
}

/** One that was deferred, of a marketplace with a credential again. @param customer key of their document */
export async function recordDeferredNote(site: Site, note: Note, customer: string): Promise<NoteEffect | null> {
  return toEffect(await carryOut(site, note, customer))
}

/** Thinkific refuses the marketplace's credentials, so the note has changed nothing. */
class RefusedError extends Error {}

async function carryOutOrDefer(site: Site, note: Note): Promise<Settling> {
  const customer = await site.customerKey(note.customer.email)
  try {
    if (!site.integrations.isRefused(note.purchase.marketplace)) {
      return await carryOut(site, note, customer)
    }
  } catch (error) {
    if (!(error instanceof RefusedError)) {
      throw error
    }
  }
  return site.storage.deferredNotes.defer(customer, note) ? NOTHING : refuseDeferring()
}

function carryOut(site: Site, note: Note, key: string): Promise<Settling> {
  const { purchase, customer } = note
  const event = eventOfNote(note)
  const asked = { email: customer.email, purchase, event, by: noteId(event), key }
  return withPurchaseOwner(site, asked, (place) => applyNote(site, note, place, place.owner === key))
}

function toEffect(settling: Settling): NoteEffect | null {
  if (!settling.final) {
    throw new Error('what a note moves is still on its way to Thinkific')
  }
  const { outcome, sentence, attempts, amendments = [], access } = settling
  const own = sentence === '' ? null : { outcome, sentence, attempts }
  if (own === null && amendments.length === 0 && access === undefined) {
    return null
  }
  return { own, amendments, ...(access === undefined ? {} : { access }) }
}

/** Writes only what the note adds; for an unknown customer, only what later events will need. */
async function applyNote(
  site: Site,
  note: Note,
  { owner: key, placed, ownerEmail }: Place,
  isOwn: boolean,
): Promise<Settling> {
  const before = site.storage.load(key)
  const doubt = { user: { at: note.happenedAt, activatedAt: null, end: null } }
  const interrupted = isInterrupted(site.storage, key, before.customer, note.purchase)
  const recorded = interrupted
    ? { ...before.customer, unanswered: { ...doubt, ...before.customer.unanswered } }
    : before.customer
  const known = isOwn ? withBuyersEmail(recorded, note) : recorded
  const event = eventOfNote(note)
  const noted = recordNote(known, note, placed)
  const customer = amendEntries(noted.customer, noteId(event))
  await proveClaim(site, note, { before: before.customer, after: customer })
  const account = { ...before, customer }
  if (JSON.stringify(customer) !== JSON.stringify(before.customer)) {
    site.storage.save(key, account, before)
  }
  const { reportsAccess } = note
  const about = { who: note.customer, ownerEmail, ...(reportsAccess ? { reportsAccess } : {}) }
  const settled = (await settleDifferences(site, event, note.purchase, key, about)) ?? findReported(site, note, key)
  const isOwnChange = () => changesAccess(customer, event, site.contents.all, Date.now())
  const settling = isFailure(settled) && !isOwnChange() ? leaveToFirstFailure(settled) : settled
  if (settling.final && noted.purchase === null && needsChoice(site, key, event)) {
    markUnclear(site, key, note)
    return { ...settling, ...UNCLEAR }
  }
  const isSilent = settling.final && settling.sentence === ''
  return isSilent && ownerEmail !== null ? { ...settling, sentence: describeOwner(ownerEmail) } : settling
}

/** So that a later event that leaves one purchase settles the entry. */
function markUnclear({ storage }: Site, key: string, note: Note): void {
  const { entry } = note
  if (entry === undefined) {
    return
  }
  const account = storage.load(key)
  const history = account.customer.history.map((one) =>
    isSameEvent(one, eventOfNote(note)) ? { ...one, saidUnclear: { entry } } : one,
  )
  storage.save(key, { ...account, customer: { ...account.customer, history } }, account)
}

function isFailure(settling: Settling): settling is Extract<Settling, { final: true }> {
  return settling.final && isFailed(settling.outcome)
}

/** What the customer was owed before this event was tried again and failed again; the entry that failed first says so. */
function leaveToFirstFailure({ access = [] }: Extract<Settling, { final: true }>): Settling {
  const changed = access.filter(({ is }) => is !== 'failed')
  return changed.length === 0 ? NOTHING : { ...NOTHING, access: changed }
}

/** Sent again, a note finds nothing left to do; what it changed of access, or a person waits for, is still to be reported. */
function findReported({ storage }: Site, note: Note, key: string): Settling {
  const { chosen, purchase, reportsAccess } = note
  if (!chosen && !reportsAccess) {
    return NOTHING
  }
  const settled = findSettled(storage.load(key), `${purchase.marketplace}~${noteId(eventOfNote(note))}`)
  const said = chosen && settled !== null ? { outcome: settled.outcome, sentence: settled.sentence } : {}
  const access = reportsAccess && settled?.access !== undefined ? { access: settled.access } : {}
  return { ...NOTHING, ...said, ...access }
}

/** Another email's event may be what enrolls them. Of those erased since, only a new purchase is known by email again. */
function withBuyersEmail(customer: Customer, { eventType, purchase, customer: { email } }: Note): Customer {
  const isKnown = email !== '' && (!isErasedBy(customer, purchase.marketplace) || eventType === 'product.purchased')
  return isKnown ? withEmail(customer, purchase.marketplace, email) : customer
}

/** Nothing else may call Thinkific for it, and a credential that died unnoticed must not keep another marketplace's customer enrolled. */
async function proveClaim(
  site: Site,
  { purchase }: Note,
  change: { before: Customer; after: Customer },
): Promise<void> {
  const { marketplace } = purchase
  const { integrations, standing, contents } = site
  const now = Date.now()
  if (!integrations.isShared || !claimsMore(change, marketplace, contents.all, now)) {
    return
  }
  if (!isAlsoOthers(change.after, marketplace) && standing.isRecent(marketplace, now)) {
    return
  }
  const proof = await site.standing.prove(marketplace)
  if (proof === 'refused') {
    throw new RefusedError('what a note would grant waits for a credential that Thinkific accepts')
  }
  if (proof === 'unknown') {
    throw new Error('what a note would grant waits until Thinkific answers whose credential this is')
  }
}

function refuseDeferring(): Settling {
  const most = MOST_DEFERRED.toLocaleString('en-US')
  return {
    final: true,
    outcome: 'credentials rejected',
    attempts: [],
    sentence: `Thinkific rejects the saved credentials, and ${most} events are already waiting for a key that works. This one is not kept waiting: replay it once the key works.`,
  }
}
