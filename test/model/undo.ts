/** An undo in the journal in memory: as journal/undo does it on the real one. */
import { buildManualFiring } from '../../src/journal/customers/manual-action'
import { MESSAGE_VERSION, type QueueMessage } from '../../src/model/message'
import type { MemoryJournal } from './receipts'

const STOPPED = { final: true, outcome: 'given up', sentence: '', attempts: [] } as const

/** Answers what is to be queued. */
export function undoFirings(journal: MemoryJournal, marketplace: string, rule: string, now: number): QueueMessage[] {
  const gone = journal.all.filter(({ open: { firing } }) => firing.rule.id === rule)
  const byCustomer = Map.groupBy(gone, ({ event }) => event.customer?.email ?? '')
  const undos = [...byCustomer].flatMap(([email, firings]) => {
    const [first] = firings
    const item = first?.event.items[first.open.firing.item]
    if (first === undefined || item === undefined || first.event.customer === null) {
      return []
    }
    for (const { event, open, settling } of firings) {
      journal.parked.delete(open.firing.id)
      if (settling === null) {
        journal.receipts.get(event.id)?.settled.set(open.firing.id, { ...STOPPED, attempts: [] })
      }
    }
    const { rule: by } = first.open.firing
    const { event, firing } = buildManualFiring(
      marketplace,
      {
        id: `undo ${rule} ${email}`,
        person: 'Ada',
        customer: first.event.customer,
        productId: item.productId,
        productName: null,
        orderId: null,
        subscriptionId: null,
        action: by.action,
        target: by.target,
        integration: { id: by.integration, name: by.integrationName, site: by.site },
        test: false,
        withdraws: firings.map(({ event, open }) => ({
          event: open.firing.impliedBy ?? event.id,
          runs: [open.firing.id],
          product: event.items[open.firing.item]?.productId ?? '',
          target: by.target,
        })),
      },
      now,
    )
    const open = { firing, origin: 'person' as const, person: 'Ada' }
    journal.receipts.set(event.id, { event, fired: [[]], firings: [open], settled: new Map() })
    return [toMessage(marketplace, event.id, firing.id)]
  })
  return [
    ...undos,
    ...freeYielding(
      journal,
      marketplace,
      gone.map(({ open }) => open.firing.id),
    ),
  ]
}

function freeYielding(journal: MemoryJournal, marketplace: string, gone: string[]): QueueMessage[] {
  return journal.all
    .filter(
      ({ open: { firing } }) => firing.yieldsTo !== null && gone.includes(firing.yieldsTo) && !gone.includes(firing.id),
    )
    .map(({ event, open }) => {
      open.firing.yieldsTo = null
      journal.receipts.get(event.id)?.settled.delete(open.firing.id)
      return toMessage(marketplace, event.id, open.firing.id)
    })
}

function toMessage(marketplace: string, event: string, firing: string): QueueMessage {
  return { v: MESSAGE_VERSION, kind: 'firing', marketplace, event, firing, copies: 0 }
}
