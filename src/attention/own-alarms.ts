/** Alarms about Enrollwire itself: alert channels that fail to deliver, and objects that are nearly out of storage. */
import type { OverviewFacts } from '../journal/queries'
import { NEARLY_FULL_BYTES } from '../model/object-size'
import type { Alarm } from './alarm'

const GB = 1e9

export function alarmOfFailingChannel({ name, sentence }: OverviewFacts['failingChannels'][number]): Alarm {
  return { tone: 'bad', title: `Alerts do not reach “${name}”`, text: sentence, fix: 'See channels' }
}

export function alarmOfFullJournal(bytes: number): Alarm {
  return {
    tone: 'bad',
    title: `The log of this marketplace holds ${(bytes / GB).toFixed(1)} of 10 GB`,
    text: 'At 10 GB no event can be recorded. Move products to a second marketplace, or keep receipts for a shorter time.',
    fix: 'See the log',
  }
}

/** @param name the integration's @param kind its kind's title */
export function alarmOfFullSite({ name, kind }: { name: string; kind: string }): Alarm {
  return {
    tone: 'bad',
    title: `The customer records of ${name} take more than ${NEARLY_FULL_BYTES / GB} of 10 GB`,
    text: `At 10 GB no enrollment of this site can be recorded. Move products to a second ${kind} site.`,
    fix: 'See the integration',
  }
}
