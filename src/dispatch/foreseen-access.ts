/** A rule on access that is to end waits for its day, and asks the ledger then whether access still ends as foreseen. */
import type { CurrentAccess } from '../integrations/customer-access'
import type { DueFiring } from '../journal/queries'
import { withTimeout } from '../limits/timeout'
import { dueAt, type EventAccess } from '../model/access'
import { formatCalendarDate, toCalendarDate } from '../model/calendar-date'
import type { MarketEvent } from '../model/event'
import { instructionOf } from '../model/instruction'
import type { Settling } from '../model/outcome'
import type { RuleOptions } from '../model/rule'
import { UTC } from '../model/time-zone'
import { isAccessTrigger } from '../model/trigger'
import type { DispatchPorts } from './ports'

const LEDGER_ANSWERS_MS = 4_000

/** When its rule is due, epoch ms; null for what nothing waits for. */
export function findDueAt({ type, access }: MarketEvent, { noticeDays }: RuleOptions): number | null {
  return type === null || access === undefined || !isAccessTrigger(type) ? null : dueAt(type, access, noticeDays ?? 0)
}

/** Null where it is to be sent now. Throws while the ledger does not answer. */
export async function holdForeseen(
  { event, firing }: Pick<DueFiring, 'event' | 'firing'>,
  zone: string | undefined,
  ports: DispatchPorts,
): Promise<Settling | null> {
  const { access, customer, marketplace, type } = event
  const due = findDueAt(event, instructionOf(firing).options)
  if (due === null || access === undefined || customer === null) {
    return null
  }
  const now = ports.now()
  const day = (at: number) => formatCalendarDate(toCalendarDate(at, zone ?? UTC))
  if (due > now) {
    const sentence = `Access to ${access.target.name} ends on ${day(access.endsAt ?? due)}. If it still does then, this is posted on ${day(due)}.`
    return { final: false, at: due, reason: 'ends later', sentence, parked: false, attempts: [] }
  }
  const asked = ports.access(access.integration, marketplace, customer.email, access.target)
  const why = explainChanged(type === 'access.ended', access, await withTimeout(LEDGER_ANSWERS_MS, asked), day)
  return why === null ? null : { final: true, outcome: 'superseded', sentence: why, attempts: [] }
}

/** Null where it is as foreseen. @param ended whether it should have ended by now */
function explainChanged(
  ended: boolean,
  { target: { name }, endsAt }: EventAccess,
  { open, end }: CurrentAccess,
  day: (at: number) => string,
): string | null {
  if (open === !ended && end === endsAt) {
    return null
  }
  if (open) {
    return end === null
      ? `Access to ${name} has no end now, so nothing was posted.`
      : `Access to ${name} now lasts until ${day(end)}, so nothing was posted.`
  }
  return end === null || end === endsAt
    ? `Access to ${name} had ended already, so nothing was posted.`
    : `Access to ${name} had ended already, on ${day(end)}, so nothing was posted.`
}
