/** Deletes texts and cancels what waits. A keyed hash of the email stays, so that later events resolve. */
import type { Fingerprint } from '../../model/fingerprint'
import type { JournalStore } from '../journal-store'
import { toLine } from '../log/line'
import { explainCanceledByErasure, explainErasure } from '../log/sentences'
import type { ErasureResult } from '../queries'
import { listOpenResults, type Receipt } from '../receipts/receipt'
import { buildMention, findUnreadMentions, redactMentions } from './mentions'

/** Prefix of the hash that replaces the email. */
export const ERASED = 'erased:'

/** @param email normalized */
export function eraseFromJournal(store: JournalStore, email: string, now: number): ErasureResult {
  const customer = resolveCustomer(store, email)
  const mark = `${ERASED}${customer}`
  const mention = email.includes('@') ? buildMention(email) : null
  store.outbox.forget(email)
  store.pages.erase(email)
  store.notes.erase(customer)
  store.imports.erase(customer, (cell) => mention !== null && cell.search(mention.pattern) !== -1)
  store.lostSales.erase(customer, now)
  store.differences.erase(customer)
  store.apiAnswers.erase()
  const unread = mention === null ? [] : findUnreadMentions(store.sql, mention)
  const keys = [...store.receipts.listKeys(customer), ...unread]
  const canceled = keys.reduce((sum, key) => sum + eraseReceipt(store, key, mark, now), 0)
  // Entries may outlive their receipts.
  const entries = store.log.listForCustomer(customer)
  for (const row of entries.filter((row) => row.customer?.email !== mark)) {
    store.log.replaceLine({ ...row, customer: { email: mark, name: null }, sentence: explainErasure() }, [])
  }
  if (mention !== null) {
    redactMentions(store.sql, mention)
  }
  return { events: keys.length, entries: entries.length + unread.length, canceled }
}

/** An email that an erasure must not find before all ledgers were asked: in the job that asks them. */
export function encodeEmail(email: string): string {
  return Buffer.from(email).toString('hex')
}

export function decodeEmail(text: string): string {
  return Buffer.from(text, 'hex').toString()
}

/** `email` may also be the erasure mark that replaced it. */
export function resolveCustomer(store: JournalStore, email: string): string {
  return email.startsWith(ERASED) ? email.slice(ERASED.length) : store.customerKey(email)
}

/** Throws for a receipt that a newer version wrote: only that version erases it. @returns how many results it canceled */
function eraseReceipt(store: JournalStore, key: string, mark: string, now: number): number {
  const receipt = store.receipts.load(key)
  if (receipt === null) {
    return 0
  }
  const open = listOpenResults(receipt)
  for (const result of open) {
    store.settle(receipt, result, 'given up', explainCanceledByErasure(), now)
    result.asked.push({ did: 'erase', person: null, at: now })
  }
  scrub(receipt, mark)
  store.save(receipt, now)
  for (const result of receipt.results) {
    store.log.replaceLine(toLine(receipt, result, null), [])
  }
  return open.length
}

function scrub(receipt: Receipt, mark: string): void {
  const { event } = receipt
  receipt.erased = true
  receipt.replay = null
  receipt.event = {
    ...event,
    customer: event.customer && { email: mark, firstName: null, lastName: null, id: null },
    items: event.items.map((item) => ({ ...item, fingerprint: withoutEmail(item.fingerprint, mark) })),
    customFields: {},
    problem: event.type === null ? explainErasure() : null,
    body: '',
  }
  for (const result of receipt.results) {
    if (!result.asked.some((one) => one.did === 'erase')) {
      result.sentence = explainErasure()
    }
  }
}

/** The fingerprint of a post without subscription or order contains the customer's email. */
function withoutEmail(print: Fingerprint | null, mark: string): Fingerprint | null {
  return print?.about.startsWith('customer|') ? { ...print, about: `customer|${mark}` } : print
}
