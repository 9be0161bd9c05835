/** What an event brings about beside its firings: notes to sites, new products. */
import type { ReceiveResult } from '../journal/queries'
import { withTimeout } from '../limits/timeout'
import type { MarketEvent } from '../model/event'
import type { NoteEffect } from '../model/firing-job'
import { type AccessCause, sendAccessEvents } from './access-events'
import type { BatchSettings } from './batch-settings'
import type { Delivery } from './delivery'
import { buildNotes, type SiteNotes } from './notes'
import { type DispatchPorts, JOURNAL_ANSWERS_MS } from './ports'

const NOTES_TAKEN_MS = 4_000

/** Notifies sites without a firing and adds new products. False if any of it failed. */
export async function notifyOthers(
  delivery: Delivery,
  received: ReceiveResult,
  settings: BatchSettings,
  ports: DispatchPorts,
): Promise<boolean> {
  if (received.status === 'repeat') {
    return true
  }
  try {
    const noted = buildNotes(received, settings)
    const notes = noted.map((one) => ports.settler(one.site).note(one.notes))
    const added =
      received.newProducts.length === 0 ? [] : [ports.addProducts(delivery.marketplace, received.newProducts)]
    const [effects] = await withTimeout(NOTES_TAKEN_MS, Promise.all([Promise.all(notes), ...added]))
    const causes = noted.flatMap((one, index) => listAccessCauses(received.event, one, effects[index] ?? []))
    await sendAccessEvents(delivery.marketplace, causes, ports)
    const changed = effects.flat().filter((effect) => effect !== null)
    const { event, entry, chosen } = received
    if (changed.length > 0 || chosen !== undefined) {
      const journal = ports.journal(delivery.marketplace)
      await withTimeout(JOURNAL_ANSWERS_MS, journal.recordEffects(event, changed, entry))
    }
    return true
  } catch (error) {
    ports.log({ at: 'dispatch.tell', marketplace: delivery.marketplace, error: String(error) })
    return false
  }
}

function listAccessCauses(
  event: MarketEvent,
  { site, notes }: SiteNotes,
  effects: (NoteEffect | null)[],
): AccessCause[] {
  const { id, name, kind, site: at } = site
  return notes.flatMap(({ purchase }, index): AccessCause[] => {
    const changes = effects[index]?.access ?? []
    const item = event.items.findIndex(({ productId }) => productId === purchase.productId)
    return changes.length === 0
      ? []
      : [{ event, item, firing: null, integration: { id, name, kind, site: at }, changes }]
  })
}
