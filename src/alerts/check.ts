/**
 * One look at a marketplace's alerts. What is to be sent is stored before it is sent, and forgotten once it was taken: what
 * a crash cuts off in between is sent again with the same id, since an alert that comes twice beats one that never comes.
 */
import type { MarketplaceFacts } from '../attention/load-facts'
import { describeError } from '../http/request-log'
import type { AlertCheck } from '../journal/alert-clock'
import type { JournalRuntime } from '../journal/journal-runtime'
import { listNotUnderstoodWords } from '../journal/log/not-understood'
import { readOverview } from '../journal/overview/overview'
import {
  listChannelRecords,
  listFailingChannels,
  readAlertState,
  readChannelRecord,
  writeAlertState,
  writeChannelRecord,
} from '../journal/storage/alert-records'
import { type CauseLine, type ChannelRecord, newAlertId, type OpenCause } from '../model/alert'
import type { ChannelAnswer } from './channel/channel'
import {
  applyFailure,
  applySent,
  type CausesNow,
  composeAlert,
  isDue,
  newRecord,
  nextDue,
  noteCauses,
  toCauseLine,
} from './decide'
import { composeDigest } from './digest'
import type { AlertPorts } from './ports'
import { digestTimes, endOfQuiet, isDigestDue, isQuiet } from './schedule'
import { type Channel, digestTimeOf, quietHoursOf, type Shop } from './store'

/** For causes that no call to the journal reveals: silence, and what sites and catalogs find. */
const LOOK_EVERY_MS = 15 * 60_000
/** The other channels are alerted to one that began to fail. */
const SOON_MS = 1_000

const UNSENT: ChannelAnswer = { sent: false, sentence: 'Something went wrong on our side.', lasting: false }

export class MarketplaceAlertCheck implements AlertCheck {
  readonly #runtime: JournalRuntime
  readonly #ports: AlertPorts

  constructor(runtime: JournalRuntime, ports: AlertPorts) {
    this.#runtime = runtime
    this.#ports = ports
  }

  async run(): Promise<number | null> {
    const marketplace = readAlertState(this.#runtime.store.sql)?.marketplace ?? null
    if (marketplace === null) {
      return null
    }
    const [shop, channels] = await Promise.all([
      this.#ports.findShop(marketplace),
      this.#ports.listChannels(marketplace),
    ])
    if (shop === null || channels.length === 0) {
      this.#runtime.transact(({ sql }) => writeAlertState(sql, null))
      return null
    }
    const active = channels.filter(({ on }) => on)
    const facts = await this.#readFacts()
    const attention = await this.#ports.loadAttention(marketplace, facts, Date.now())
    const failing = this.#listFailing()
    this.#runtime.transact(({ sql }, now) => record(sql, { shop, active, attention, facts }, now))
    await Promise.all(active.map((channel) => this.#send(channel, shop)))
    const isNews = this.#listFailing() !== failing
    return isNews ? Date.now() + SOON_MS : this.#nextLook(active, shop, Date.now())
  }

  async listCauses(marketplace: string): Promise<CauseLine[]> {
    const { causes } = await this.#ports.loadAttention(marketplace, await this.#readFacts(), Date.now())
    return causes.map(toCauseLine)
  }

  async #readFacts(): Promise<MarketplaceFacts> {
    await this.#runtime.readOpen()
    return this.#runtime.transact((store, now) => ({
      overview: readOverview(store, now),
      words: listNotUnderstoodWords(store),
      seen: store.sightings.list(),
    }))
  }

  async #send({ id, marketplace }: Channel, shop: Shop): Promise<void> {
    for (let due = this.#findDue(id); due !== null; due = this.#findDue(id)) {
      const { sql } = this.#runtime.store
      // It may have been changed, switched off or deleted since.
      const channel = await this.#ports.findChannel(marketplace, id)
      if (!channel?.on) {
        writeChannelRecord(sql, id, null)
        return
      }
      if (due.kind === 'alert' && isQuiet(Date.now(), quietHoursOf(channel), shop.zone)) {
        return
      }
      const message = due
      const result = await this.#ports.deliverAlert(channel, shop, message).catch((error) => {
        console.error(JSON.stringify({ at: 'alerts.send', kind: channel.kind, ...describeError(error) }))
        return UNSENT
      })
      this.#runtime.transact((store, now) => {
        const known = readChannelRecord(store.sql, id)
        if (known !== null) {
          const next = result.sent ? applySent(known, message.id) : applyFailure(known, result, now, Math.random)
          writeChannelRecord(store.sql, id, next)
        }
      })
    }
  }

  #findDue(channel: string) {
    const known = readChannelRecord(this.#runtime.store.sql, channel)
    return known !== null && isDue(known, Date.now()) ? (known.outbox[0] ?? null) : null
  }

  #listFailing(): string {
    return listFailingChannels(this.#runtime.store.sql)
      .map(({ id }) => id)
      .join()
  }

  #nextLook(active: Channel[], { zone }: Shop, now: number): number {
    const { sql } = this.#runtime.store
    const records = listChannelRecords(sql)
    const scheduled = active.flatMap((channel) => {
      const quiet = quietHoursOf(channel)
      const digest = digestTimeOf(channel)
      const isHeld = isQuiet(now, quiet, zone)
      if (isHeld) {
        records.delete(channel.id)
      }
      return [
        ...(isHeld ? [endOfQuiet(now, quiet, zone)] : []),
        ...(digest === null ? [] : [digestTimes(now, digest, zone).next]),
      ]
    })
    const due = nextDue(readAlertState(sql)?.open ?? [], [...records.values()])
    return Math.max(now + SOON_MS, Math.min(now + LOOK_EVERY_MS, due, ...scheduled))
  }
}

/** Stores what is open, and what each channel is to be sent. */
function record(
  sql: SqlStorage,
  { shop, active, attention, facts }: { shop: Shop; active: Channel[]; attention: CausesNow; facts: MarketplaceFacts },
  now: number,
): void {
  const noted = noteCauses(readAlertState(sql)?.open ?? [], attention, now)
  writeAlertState(sql, { marketplace: shop.id, ...noted })
  const known = listChannelRecords(sql)
  for (const id of known.keys()) {
    if (!active.some((channel) => channel.id === id)) {
      writeChannelRecord(sql, id, null)
    }
  }
  for (const channel of active) {
    const before = { ...(known.get(channel.id) ?? newRecord(channel.name, now)), name: channel.name }
    const alerted = composeFor(channel, before, noted, { zone: shop.zone, now })
    writeChannelRecord(sql, channel.id, addDigest(channel, alerted, { shop, attention, facts, open: noted.open }, now))
  }
}

function composeFor(
  channel: Channel,
  before: ChannelRecord,
  noted: ReturnType<typeof noteCauses>,
  { zone, now }: { zone: string; now: number },
): ChannelRecord {
  return isQuiet(now, quietHoursOf(channel), zone)
    ? before
    : composeAlert(channel, before, noted, { message: newAlertId(), now })
}

function addDigest(
  channel: Channel,
  before: ChannelRecord,
  { shop, attention, facts, open }: { shop: Shop; attention: CausesNow; facts: MarketplaceFacts; open: OpenCause[] },
  now: number,
): ChannelRecord {
  const time = digestTimeOf(channel)
  const last = Math.max(before.digestedAt, channel.updatedAt)
  if (time === null || !isDigestDue(now, time, shop.zone, last)) {
    return before
  }
  const dueAt = digestTimes(now, time, shop.zone).last
  const week = { days: facts.overview.days, causes: attention.causes, open }
  return composeDigest(before, week, { message: newAlertId(), now, dueAt })
}
