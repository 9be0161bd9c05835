/** Channels for alerts by name; their addresses are in no file. Pure. */
import { listChanges } from '../accounts/field-changes'
import { CHANNELS } from '../alerts'
import { type ChannelSettings, toColumns } from '../alerts/channel-settings'
import { describeChannel, WEEKDAYS } from '../alerts/describe'
import type { Channel } from '../alerts/store'
import { type PlannedChange, toChange } from './change'
import { toFileChannel } from './export'
import type { ConfigurationFile, FileChannel } from './format'
import { nameKey } from './names'
import type { PlanPart } from './plan'
import { questionsOfChannel } from './question'
import type { Setup } from './setup'

/** @param offered kinds that this deployment can send to */
export function compareChannels(file: ConfigurationFile, here: Setup, offered: readonly string[]): PlanPart {
  const parts = file.alerts.map((channel) => compareOne(channel, here.channels, offered))
  const inFile = new Set(file.alerts.map(({ name }) => nameKey(name)))
  return {
    changes: parts.flatMap((part) => (typeof part === 'string' || part === null ? [] : [part])),
    removals: here.channels
      .filter(({ name }) => !inFile.has(nameKey(name)))
      .map((channel) => toChange({ is: 'remove channel', channel: toFileChannel(channel) })),
    leftOut: parts.filter((part) => typeof part === 'string'),
    stays: [],
  }
}

export function toChannelSettings({ name, on, alerts, quietHours, digest }: FileChannel): ChannelSettings {
  return {
    name,
    on,
    causes: alerts,
    quiet: quietHours ?? null,
    digest: digest === undefined ? null : { weekday: WEEKDAYS.indexOf(digest.weekday), hour: digest.hour },
  }
}

/** Null where they are the same, a sentence where one cannot be here. */
function compareOne(channel: FileChannel, own: Channel[], offered: readonly string[]): PlannedChange | string | null {
  const before = own.find(({ name }) => nameKey(name) === nameKey(channel.name))
  if (before !== undefined && before.kind !== channel.kind) {
    return `The channel “${channel.name}” is of another kind here. Rename one of them.`
  }
  if (before === undefined) {
    const title = CHANNELS.find(channel.kind)?.title ?? channel.kind
    return offered.includes(channel.kind)
      ? toChange(
          { is: 'add channel', channel },
          questionsOfChannel(channel).map(({ name }) => name),
        )
      : `The channel “${channel.name}”: this deployment cannot send ${title}.`
  }
  const changes = listChanges(describeChannel(before), describeChannel(toColumns(toChannelSettings(channel))))
  return changes.length === 0 ? null : toChange({ is: 'change channel', channel, changes })
}
