/** What the journal keeps of alerts: the causes that are open, and a record for each channel. */
import type { AlertState, ChannelRecord } from '../../model/alert'
import type { OverviewFacts } from '../queries'
import { readFact, writeFact } from './facts'

/** One failed post is no news: the next attempt follows within the minute. */
const FAILING_AFTER = 3

/** Null while the marketplace has no channel. */
export function readAlertState(sql: SqlStorage): AlertState | null {
  return readFact(sql, 'alerts')
}

/** Null ends it, with the records of all channels. */
export function writeAlertState(sql: SqlStorage, state: AlertState | null): void {
  if (state === null) {
    sql.exec('DELETE FROM facts WHERE name >= ? AND name < ?', 'alerts', 'alerts \uffff')
  } else if (JSON.stringify(state) !== JSON.stringify(readAlertState(sql))) {
    writeFact(sql, 'alerts', state)
  }
}

/** By the channel's id. */
export function listChannelRecords(sql: SqlStorage): Map<string, ChannelRecord> {
  const rows = sql
    .exec<{ name: string; value: string }>(
      'SELECT name, value FROM facts WHERE name > ? AND name < ?',
      ...['alerts ', 'alerts \uffff'],
    )
    .toArray()
  return new Map(rows.map(({ name, value }) => [name.slice('alerts '.length), JSON.parse(value) as ChannelRecord]))
}

export function readChannelRecord(sql: SqlStorage, channel: string): ChannelRecord | null {
  return readFact(sql, `alerts ${channel}`)
}

/** Writes a row only where something changed. */
export function writeChannelRecord(sql: SqlStorage, channel: string, record: ChannelRecord | null): void {
  if (JSON.stringify(record) !== JSON.stringify(readChannelRecord(sql, channel))) {
    writeFact(sql, `alerts ${channel}`, record)
  }
}

/** What waits for the channel is tried at once. */
export function retryChannel(sql: SqlStorage, channel: string, now: number): void {
  const record = readChannelRecord(sql, channel)
  if (record?.failure) {
    writeChannelRecord(sql, channel, { ...record, failure: { ...record.failure, retryAt: now } })
  }
}

export function listFailingChannels(sql: SqlStorage): OverviewFacts['failingChannels'] {
  return [...listChannelRecords(sql)].flatMap(([id, { name, failure }]) =>
    failure !== null && (failure.lasting || failure.count >= FAILING_AFTER)
      ? [{ id, name, since: failure.since, sentence: failure.sentence }]
      : [],
  )
}
