/** Lists what needs a person, one item a cause, most urgent first. */
import { wordKey } from '../intake/word-groups'
import type { NotUnderstoodWord, OverviewFacts, ParkedGroup } from '../journal/queries'
import { CONCERN_CAUSES, type ConcernCause } from '../model/concern'
import { NEARLY_FULL_BYTES } from '../model/object-size'
import { type Cause, toCause } from './alarm'
import { alarmOfConcerns } from './concern-words'
import {
  alarmOfFailed,
  alarmOfParked,
  alarmOfRefused,
  alarmOfRejected,
  alarmOfSilence,
  alarmOfUnclear,
  PLAIN_UNCLEAR,
  plainFailed,
  plainRefused,
} from './entry-alarms'
import type { FullSite } from './full-sites'
import { alarmOfLostSales, alarmOfRejectedSamCartKey } from './lost-sale-words'
import { alarmOfFailingChannel, alarmOfFullJournal, alarmOfFullSite } from './own-alarms'
import { listGoneTargets, listProductCauses } from './rule-causes'
import { alarmOfOldSecret, alarmOfWord, alarmOfWords } from './webhook-alarms'

export interface AttentionFacts {
  journal: Pick<
    OverviewFacts,
    | 'parked'
    | 'failed'
    | 'unclear'
    | 'silent'
    | 'lastEvent'
    | 'usualGap'
    | 'refused'
    | 'refusedToday'
    | 'bytes'
    | 'failingChannels'
    | 'failedToday'
    | 'lostSales'
  >
  integrations: { id: string; name: string; problem: string | null }[]
  /** Rules with a target that the other side no longer has; `kind`: its title. */
  goneTargets: { id: string; name: string; target: string; kind: string }[]
  /** Products sold without any rule that enrolls. */
  withoutCreate: { id: string; name: string }[]
  /** Products sold while all rules that would enroll are off. */
  rulesOff: { products: { id: string; name: string }[]; rules: { id: string; name: string }[] }[]
  /** Products lacking a recommended rule, and what happens without it. */
  unended: { id: string; name: string; why: string }[]
  concerns: { cause: ConcernCause; count: number; customers: number }[]
  /** By spelling, newest first. */
  words: NotUnderstoodWord[]
  /** `name`: `signing secret`; `left` in ms. */
  oldSecrets: { id: string; name: string; left: number }[]
  /** Whose records are near their size limit; `id` and `name`: the integration's. */
  fullSites: FullSite[]
}

/** @param each how many of a kind are listed before the rest share a line @param now epoch ms */
export function listCauses(facts: AttentionFacts, now: number, each = Number.POSITIVE_INFINITY): Cause[] {
  const { journal, integrations, goneTargets, concerns, words, fullSites } = facts
  return [
    ...journal.failingChannels.map((one) =>
      toCause('alerts', one.id, alarmOfFailingChannel(one), '/alerts', { since: one.since, forAdmins: true }),
    ),
    ...integrations.flatMap((one) => listRejected(one, journal.parked)),
    ...journal.parked.filter(({ reason }) => reason !== 'credentials').map(causeOfParked),
    ...listEntries(journal),
    ...listLostSales(journal.lostSales),
    ...CONCERN_CAUSES.flatMap((cause) =>
      concerns
        .filter((group) => group.cause === cause)
        .map((group) => toCause(cause, '', alarmOfConcerns(group), '/concerns', group)),
    ),
    ...listGoneTargets(goneTargets, each),
    ...(journal.silent && journal.lastEvent !== null
      ? [
          toCause('silence', '', alarmOfSilence(now - journal.lastEvent, journal), '/webhook', {
            since: journal.lastEvent,
            forAdmins: true,
          }),
        ]
      : []),
    ...(journal.refusedToday === null
      ? []
      : [
          toCause('refused', '', alarmOfRefused(journal.refusedToday), '/webhook/activity', {
            count: journal.refusedToday.count,
            since: journal.refusedToday.since,
            plain: plainRefused(journal.refusedToday),
            forAdmins: true,
          }),
        ]),
    ...listProductCauses(facts, each),
    ...words.slice(0, each).map((one) =>
      toCause('not understood', wordKey(one), alarmOfWord(one), `${entryLink(one.newest.entry)}/treatments/new`, {
        count: one.count,
      }),
    ),
    ...(words.length > each
      ? [
          toCause('not understood', '', alarmOfWords(words.slice(each)), '/webhook/activity#words', {
            count: words.length - each,
            forAdmins: true,
          }),
        ]
      : []),
    ...facts.oldSecrets.map(({ id, name, left }) =>
      toCause('old secrets', id, alarmOfOldSecret(name, left), '/webhook/secrets', { forAdmins: true }),
    ),
    ...(journal.bytes > NEARLY_FULL_BYTES
      ? [toCause('storage', '', alarmOfFullJournal(journal.bytes), '/logs', { forAdmins: true })]
      : []),
    ...fullSites.map((one) =>
      toCause('storage', one.site, alarmOfFullSite(one), `/integrations/${encodeURIComponent(one.id)}`, {
        forAdmins: true,
      }),
    ),
  ]
}

function listRejected(one: AttentionFacts['integrations'][number], groups: ParkedGroup[]): Cause[] {
  if (one.problem === null) {
    return []
  }
  const own = groups.filter((group) => group.reason === 'credentials' && group.integration?.id === one.id)
  const link = `/integrations/${encodeURIComponent(one.id)}?reconnect=yes`
  return [toCause('credentials', one.id, alarmOfRejected(one.name, one.problem, own), link, { forAdmins: true })]
}

function listLostSales(lost: OverviewFacts['lostSales']): Cause[] {
  const alarm = alarmOfLostSales(lost)
  const { problem } = lost
  return [
    ...(alarm === null ? [] : [toCause('lost sales', '', alarm, '/lost-sales', { count: alarm.count })]),
    ...(problem === null
      ? []
      : [
          toCause('credentials', 'samcart', alarmOfRejectedSamCartKey(problem.sentence), '/lost-sales', {
            since: problem.since,
            forAdmins: true,
          }),
        ]),
  ]
}

function causeOfParked(group: ParkedGroup): Cause {
  const of = `${group.reason} ${group.integration?.id ?? ''}`.trim()
  const { count, oldest: since } = group
  const integration = group.integration && { integration: group.integration.id }
  const link = `/logs?${new URLSearchParams({ outcome: 'waiting', state: 'parked', ...integration })}`
  return toCause('parked', of, alarmOfParked(group), link, { count, since })
}

function listEntries({ failed, failedToday, unclear }: AttentionFacts['journal']): Cause[] {
  return [
    ...(failed === null
      ? []
      : [
          toCause('failed', '', alarmOfFailed(failed), entriesLink(failed, 'failed'), {
            count: failed.count,
            plain: plainFailed(failed, failedToday),
            today: failedToday,
          }),
        ]),
    ...(unclear === null
      ? []
      : [
          toCause('unclear', '', alarmOfUnclear(unclear), entriesLink(unclear, 'unclear'), {
            count: unclear.count,
            plain: { title: alarmOfUnclear(unclear).title, text: PLAIN_UNCLEAR },
          }),
        ]),
  ]
}

function entriesLink({ count, newest }: NonNullable<OverviewFacts['failed']>, outcome: string): string {
  return count === 1 ? entryLink(newest.id) : `/logs?outcome=${outcome}&state=open`
}

/** As the log's pages spell it. */
function entryLink(entry: string): string {
  return `/logs/${encodeURIComponent(entry)}`
}
