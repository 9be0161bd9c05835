/** A marketplace's configuration as a file: always in the same order, so that a change of one thing is a change of its lines. Pure. */
import { WEEKDAYS } from '../alerts/describe'
import { type Channel, digestTimeOf, quietHoursOf } from '../alerts/store'
import { CAUSE_KINDS } from '../model/alert'
import { TRIGGERS, type Trigger } from '../model/trigger'
import type { Product } from '../products/store'
import { type ComparableRule, toComparableRule, toFileRule } from './comparable-rule'
import { toFileMapping } from './compare-mappings'
import { CONFIGURATION_SCHEMA_PATH, CONFIGURATION_VERSION, type ConfigurationFile, type FileChannel } from './format'
import { tidyName } from './names'
import type { Setup } from './setup'

/** @param origin where this deployment is reached */
export function exportConfiguration(here: Setup, origin: string): string {
  return serialize({ $schema: `${origin}${CONFIGURATION_SCHEMA_PATH}`, ...toConfiguration(here) })
}

export function toConfiguration(here: Setup): ConfigurationFile {
  const { zone, delinquentAfter, products, words, channels } = here
  return {
    version: CONFIGURATION_VERSION,
    timeZone: zone,
    ...(delinquentAfter === null ? {} : { delinquentAfter }),
    integrations: here.integrations
      .map(({ row, settings, mappings }) => ({
        name: row.name,
        kind: row.kind,
        settings,
        mappings: mappings.map(toFileMapping).toSorted(by(({ to }) => [to])),
      }))
      .toSorted(by(({ name }) => [name])),
    products: products.map(toFileProduct).toSorted(by(({ id }) => [id])),
    rules: here.rules.map(toComparableRule).toSorted(by(placeOf)).map(toFileRule),
    words: words
      .map(({ format, spelling, meaning }) => ({ format, word: spelling, meaning }))
      .toSorted(by(({ format, word }) => [format, word])),
    alerts: channels.map(toFileChannel).toSorted(by(({ name }) => [name])),
  }
}

export function serialize(file: ConfigurationFile): string {
  return `${JSON.stringify(file, withoutUsual, 2)}\n`
}

export function toFileProduct({ id, name }: Pick<Product, 'id' | 'name'>): ConfigurationFile['products'][number] {
  return { id, name: tidyName(name, id) }
}

export function toFileChannel(channel: Channel): FileChannel {
  const { name, kind, on, causes } = channel
  const quietHours = quietHoursOf(channel)
  const digest = digestTimeOf(channel)
  return {
    name,
    kind,
    on,
    alerts: CAUSE_KINDS.filter((cause) => causes.includes(cause)),
    ...(quietHours === null ? {} : { quietHours }),
    ...(digest === null ? {} : { digest: { weekday: WEEKDAYS[digest.weekday] ?? 'Sunday', hour: digest.hour } }),
  }
}

/** Where every rule has them, they say nothing. */
function withoutUsual(name: string, value: unknown): unknown {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  return (name === 'options' || name === 'settings' || name === 'mappings') && isEmpty ? undefined : value
}

/** By product, then in the order in which things happen to it. */
function placeOf({ product, trigger, action, integration, target, key }: ComparableRule): string[] {
  const at = (TRIGGERS as readonly Trigger[]).indexOf(trigger)
  return [
    product,
    String(at === -1 ? TRIGGERS.length : at).padStart(2, '0'),
    trigger,
    action,
    integration,
    target.id,
    key,
  ]
}

/** By the texts themselves: no runtime's language decides. */
function by<Of>(textsOf: (one: Of) => string[]): (a: Of, b: Of) => number {
  return (a, b) => {
    const [one, other] = [textsOf(a), textsOf(b)]
    const at = one.findIndex((text, n) => text !== other[n])
    return at === -1 ? 0 : (one[at] ?? '') < (other[at] ?? '') ? -1 : 1
  }
}
