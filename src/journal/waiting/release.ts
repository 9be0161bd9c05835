/** What parked entries wait for, and which of all waiting entries a change sends back to the queue. */
import { instructionOf } from '../../model/instruction'
import type { JournalStore } from '../journal-store'
import type { FiringAnswer, ParkedGroup, ReleaseFilter } from '../queries'
import { entryId } from '../storage/keys'
import { eventOf } from './open-entry'
import type { WaitingList } from './waiting-list'

/** When a site's pace rises: a slot nearer than this is waited for, and this many come forward at once. */
const WORTH_WAITING_MS = 20_000
const MOST_FORWARD = 1_000

/** By the cause and the integration it concerns. */
export function groupParked(waiting: WaitingList): ParkedGroup[] {
  const groups = new Map<string, ParkedGroup>()
  for (const { id, at, reason, sentence } of waiting.rows.eachParked()) {
    const integration = waiting.listOpen().get(id)?.rule?.integration ?? null
    const key = `${reason} ${integration?.id ?? ''}`
    const group = groups.get(key)
    if (group === undefined) {
      groups.set(key, { reason, integration, count: 1, oldest: at, sentence })
    } else {
      group.count += 1
    }
  }
  return [...groups.values()]
}

/** Ids, oldest first. */
export function listReleased(waiting: WaitingList, filter: ReleaseFilter, now = Date.now()): string[] {
  const isMeant = (id: string) => {
    const entry = waiting.listOpen().get(id)
    const integration = entry?.rule?.integration
    return (
      (filter.integration === undefined || integration?.id === filter.integration) &&
      (filter.site === undefined || integration?.site === filter.site) &&
      (filter.firing === undefined || id === filter.firing) &&
      (filter.event === undefined || (entry !== undefined && eventOf(entry) === filter.event))
    )
  }
  return filter.waits === 'pace'
    ? waiting
        .listTurnsAfter(now + WORTH_WAITING_MS)
        .filter(isMeant)
        .slice(0, MOST_FORWARD)
    : waiting.rows.listParkedIds().filter(isMeant)
}

/** Entries of the firings that an answer has just parked, though their site was released since it was asked. */
export function listReleasedBefore(store: JournalStore, answers: FiringAnswer[]): string[] {
  // Few answers park: only theirs are worth reading a receipt again.
  return answers.filter(parks).flatMap((answer) => {
    const found = store.findEntry(answer.firing)
    const firing = found?.result.firing ?? null
    const isReleased = firing !== null && store.releases.isBehind(answer, instructionOf(firing).integration)
    return found !== null && isReleased ? [entryId(found.receipt.key, found.result.n)] : []
  })
}

function parks({ settling }: FiringAnswer): boolean {
  return !settling.final && settling.parked
}
