/** Alarms about entries of the log, and about the lack of them. */
import type { OverviewFacts, ParkedGroup } from '../journal/queries'
import type { Alarm } from './alarm'
import { formatSpan } from './span'

export function alarmOfRejected(name: string, problem: string, groups: ParkedGroup[]): Alarm {
  const waiting = groups.reduce((sum, group) => sum + group.count, 0)
  const text = waiting === 0 ? problem : `${problem} ${describeWaiting(waiting)}`
  return { tone: 'bad', title: `${name} needs attention`, text, fix: 'Reconnect' }
}

function describeWaiting(count: number): string {
  return count === 1
    ? 'One entry is waiting; it runs automatically as soon as it works again.'
    : `${count} entries are waiting; they run automatically as soon as it works again.`
}

export function alarmOfParked({ count, integration, sentence }: ParkedGroup): Alarm {
  const where = integration ? ` for ${integration.name}` : ''
  return {
    tone: 'wait',
    title: `${count === 1 ? 'One entry is' : `${count} entries are`} parked${where}`,
    text: `${sentence} Nothing is lost: ${count === 1 ? 'it runs' : 'they run'} automatically once it works again.`,
    fix: 'See them',
  }
}

export function alarmOfFailed({ count, newest }: NonNullable<OverviewFacts['failed']>): Alarm {
  const sentence = newest.who === null ? newest.sentence : `${newest.who}: ${newest.sentence}`
  return {
    tone: 'bad',
    title: `${count === 1 ? 'One entry' : `${count} entries`} failed`,
    text: count === 1 ? sentence : `The newest: ${sentence}`,
    fix: count === 1 ? 'See it' : 'See them',
  }
}

export function alarmOfUnclear({ count, newest }: NonNullable<OverviewFacts['unclear']>): Alarm {
  const who = newest.who === null ? '' : `${newest.who}: `
  return {
    tone: 'wait',
    title: count === 1 ? 'One event fits several purchases' : `${count} events fit several purchases`,
    text: `${count === 1 ? who : `The newest is ${newest.who ?? 'unnamed'}’s. `}Nothing changed yet: choose the purchase it belongs to.`,
    fix: count === 1 ? 'Choose the purchase' : 'See them',
  }
}

/** For where no customer may be named. */
export function plainFailed(
  failed: NonNullable<OverviewFacts['failed']>,
  today: number,
): Pick<Alarm, 'title' | 'text'> {
  const count = today > 1 ? `${today} failed since midnight UTC. ` : ''
  return { title: alarmOfFailed(failed).title, text: `${count}${UNCHANGED}` }
}

const UNCHANGED = 'Access was not changed as a rule asked. The log says why, and has Retry.'

export const PLAIN_UNCLEAR = 'Nothing changed yet: choose the purchase it belongs to.'

export function alarmOfRefused({ count, newest }: NonNullable<OverviewFacts['refusedToday']>): Alarm {
  const { status, reason } = newest
  return {
    tone: 'bad',
    title: count === 1 ? 'A post to your webhook was refused' : `Posts to your webhook are refused`,
    text: `The newest (${status}): ${reason} Refused posts aren’t stored; without a resend they’re lost.`,
    fix: 'See what was refused',
  }
}

export function plainRefused(refused: NonNullable<OverviewFacts['refusedToday']>): Pick<Alarm, 'title' | 'text'> {
  const text = `The newest was answered with ${refused.newest.status}. Without a resend, refused posts are lost.`
  return { title: alarmOfRefused(refused).title, text }
}

/** @param silent for how long, ms */
export function alarmOfSilence(
  silent: number,
  { usualGap, refused }: Pick<OverviewFacts, 'usualGap' | 'refused'>,
): Alarm {
  const usual = usualGap === null ? '' : ` Something usually comes within ${formatSpan(usualGap)}.`
  const hint = refused > 0 ? ' Some posts were refused: a key may be mistyped.' : ''
  return {
    tone: 'wait',
    title: `No events for ${formatSpan(silent)}`,
    text: `Your store has sent nothing.${usual}${hint}`,
    fix: 'Check the webhook',
  }
}
