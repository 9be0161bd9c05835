/** Records events that no rule brings to this site, and carries out what they change: a payment re-opens, a period moves. */

import type { Note, NoteEffect } from '../../../model/firing-job'
import type { Settling } from '../../../model/outcome'
import { withEmail } from '../customers/erasure'
import { eventOfNote, noteId } from '../ledger/job-event'
import { recordNote } from '../ledger/record-fact'
import type { Site } from '../site/site'
import { isInterrupted } from '../steps/pending-writes'
import { amendEntries } from './amendments'
import { settleDifferences } from './follow-up'
import { type Place, withPurchaseOwner } from './purchase-owner'

const NOTHING: Settling = { final: true, outcome: 'no change', sentence: '', attempts: [] }

/** In the notes' order; null for one that changed nothing. Throws when one could not be carried out yet; then send the same notes again. */
export async function recordNotes(site: Site, notes: Note[]): Promise<(NoteEffect | null)[]> {
  const taken = await Promise.all(
    notes.map((note) =>
      withPurchaseOwner(
        site,
        {
          ...{ email: note.customer.email, purchase: note.purchase, event: eventOfNote(note) },
          by: noteId(eventOfNote(note)),
        },
        async (place) => applyNote(site, note, place, (await site.customerKey(note.customer.email)) === place.owner),
      ),
    ),
  )
  return taken.map((settling) => {
    if (!settling.final) {
      throw new Error('what a note moves is still on its way to Thinkific')
    }
    const { outcome, sentence, attempts, amendments = [] } = settling
    const own = sentence === '' ? null : { outcome, sentence, attempts }
    return own === null && amendments.length === 0 ? null : { own, amendments }
  })
}

/** Writes only what the note adds; for an unknown customer, only what later events will need. */
async function applyNote(site: Site, note: Note, { owner: key, placed }: Place, isOwn: boolean): Promise<Settling> {
  const before = site.storage.load(key)
  const doubt = { user: { at: note.happenedAt, activatedAt: null, end: null } }
  const unheard = isInterrupted(site.storage, key, before.customer, note.purchase)
  const heard = unheard
    ? { ...before.customer, unanswered: { ...doubt, ...before.customer.unanswered } }
    : before.customer
  // Another email's event may be what enrolls them.
  const known = isOwn ? withEmail(heard, note.purchase.marketplace, note.customer.email) : heard
  const event = eventOfNote(note)
  const customer = amendEntries(recordNote(known, note, placed), noteId(event))
  const account = { ...before, customer }
  if (JSON.stringify(customer) !== JSON.stringify(before.customer)) {
    site.storage.save(key, account, before)
  }
  return (await settleDifferences(site, event, note.purchase, key, { who: note.customer })) ?? NOTHING
}
