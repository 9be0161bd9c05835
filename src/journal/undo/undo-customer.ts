/** What an undo takes back of one customer: one act for each site, and what is ended or runs again beside it. */
import { createHash } from 'node:crypto'
import { KINDS } from '../../integrations'
import { type FiringInstruction, instructionOf, type WithdrawnFiring } from '../../model/instruction'
import { manualEventId } from '../customers/manual-action'
import type { JournalStore } from '../journal-store'
import { pickUndoable } from '../log/undoable'
import type { ManualAction, ReachableSite, UndoExtent } from '../queries'
import type { Receipt, Result } from '../receipts/receipt'
import { entryId, receiptKey, receiptOf, runId } from '../storage/keys'

export interface UndoneResult {
  receipt: Receipt
  result: Result
}

export interface CustomerUndo {
  /** Their key. */
  customer: string
  parts: SiteUndo[]
  /** Posted to an address: nothing takes that back. */
  sent: number
  /** At sites that no integration reaches now. */
  unreachable: number
}

/** At one site. */
export interface SiteUndo {
  act: ManualAction
  undone: UndoneResult[]
}

interface UndoRequest {
  extent: UndoExtent
  sites: ReachableSite[]
  /** The same request has the same acts. */
  id: string
  person: string
}

/** Null where nothing of theirs is meant. */
export function readCustomerUndo(store: JournalStore, customer: string, request: UndoRequest): CustomerUndo | null {
  const picked = [...eachReceipt(store, customer, request.extent)].map((receipt) => ({
    receipt,
    ...pickUndoable(receipt, request.extent),
  }))
  const all = picked.flatMap(({ receipt, undoable }) => undoable.map((result) => ({ receipt, result })))
  const sent = picked.flatMap((one) => one.sent).length
  const atSites = Map.groupBy(all, ({ result }) => siteOf(result))
  const parts = request.sites.flatMap((site) => {
    const undone = atSites.get(`${site.kind} ${site.integration.site}`) ?? []
    return undone.length === 0 ? [] : [{ act: toAct(customer, undone, site, request), undone }]
  })
  const unreachable = all.length - parts.flatMap(({ undone }) => undone).length
  return all.length + sent === 0 ? null : { customer, parts, sent, unreachable }
}

/** Of an import, those it began; what was reported before is not its own. */
function* eachReceipt(store: JournalStore, customer: string, extent: UndoExtent): Generator<Receipt> {
  const keys =
    extent.kind === 'import'
      ? store.imports.listBegun(extent.import, customer)
      : extent.kind === 'entry'
        ? [receiptOf(extent.entry)]
        : store.receipts.listKeys(customer)
  for (const key of keys) {
    const receipt = store.receipts.loadReadable(key)
    if (receipt !== null) {
      yield receipt
    }
  }
}

function siteOf({ firing }: Result): string {
  const instruction = firing && instructionOf(firing)
  return instruction === null
    ? ''
    : `${KINDS.findByAction(instruction.action)?.id ?? ''} ${instruction.integration.site}`
}

function toAct(
  customer: string,
  undone: UndoneResult[],
  { integration }: ReachableSite,
  { id, person }: UndoRequest,
): ManualAction {
  const newest = undone.toSorted((one, other) => other.receipt.opened - one.receipt.opened)
  const [{ receipt, result } = fail()] = newest
  const { event } = receipt
  const item = event.items[result.firing?.item ?? 0] ?? fail()
  const { action, target } = instructionOf(result.firing ?? fail())
  const opened = KINDS.action(action).effect === 'opens'
  return {
    id: toActId(customer, id, integration.site),
    person,
    customer: event.customer ?? fail(),
    productId: item.productId,
    productName: item.productName,
    orderId: event.orderId,
    subscriptionId: item.subscription?.id ?? null,
    action: KINDS.actionFor(target.kind, opened ? 'ends' : 'opens')?.id ?? action,
    target,
    integration,
    test: event.test === true,
    withdraws: undone.map(toWithdrawn),
  }
}

/** No email, since the id outlives an erasure. */
function toActId(customer: string, request: string, site: string): string {
  return createHash('sha256').update([request, customer, site].join(' ')).digest('base64url')
}

/** The log entry of a request's act. */
export function undoEntryOf(customer: string, request: string, site: string): string {
  return entryId(receiptKey(customer, manualEventId(toActId(customer, request, site))), 1)
}

function toWithdrawn({ receipt, result }: UndoneResult): WithdrawnFiring {
  const { firing, n, run } = result
  const instruction: FiringInstruction = instructionOf(firing ?? fail())
  const entry = entryId(receipt.key, n)
  return {
    event: firing?.impliedBy ?? receipt.event.id,
    runs: Array.from({ length: run }, (_, index) => runId(entry, index + 1)),
    product: receipt.event.items[firing?.item ?? 0]?.productId ?? '',
    target: instruction.target,
  }
}

function fail(): never {
  throw new Error('an undo of nothing')
}
