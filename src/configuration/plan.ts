/** What a file would change in a marketplace, what it leaves, and what cannot be done. Pure. */
import type { CustomField } from '../integrations/catalog'
import { adaptRules, type OfferReader } from './adapt-rules'
import { type PlannedChange, toChange } from './change'
import { compareChannels } from './compare-channels'
import { compareIntegrations } from './compare-integrations'
import { compareMappings } from './compare-mappings'
import { compareRules } from './compare-rules'
import { compareWords } from './compare-words'
import { toFileProduct } from './export'
import type { ConfigurationFile } from './format'
import { nameKey } from './names'
import { type OpenQuestion, questionsOfChannel, questionsOfIntegration } from './question'
import type { Setup } from './setup'

export interface Plan {
  /** In the order in which they are made. */
  changes: PlannedChange[]
  /** What is here and not in the file: it stays, unless a person chooses otherwise. */
  removals: PlannedChange[]
  questions: OpenQuestion[]
  /** Why something of the file cannot be here, in sentences. */
  leftOut: string[]
  /** What stays although the file lacks it, or has it otherwise, in sentences. */
  stays: string[]
}

/** What is known of the other sides. */
export interface Catalogs {
  listed: OfferReader
  fields(integration: string): CustomField[] | null
  /** Kinds of channels that this deployment can send to. */
  channelKinds: readonly string[]
}

export function planChanges(file: ConfigurationFile, here: Setup, { listed, fields, channelKinds }: Catalogs): Plan {
  const integrations = compareIntegrations(file, here)
  const mappings = compareMappings(file, here, fields)
  const adapted = adaptRules(file, here, listed)
  const rules = compareRules(adapted, needsByIntegration(integrations.changes))
  const words = compareWords(file, here)
  const channels = compareChannels(file, here, channelKinds)
  const all = [integrations, mappings, words, channels]
  return {
    changes: [
      ...integrations.changes,
      ...mappings.changes,
      ...compareProducts(file, here),
      ...rules.changes,
      ...words.changes,
      ...compareSettings(file, here),
      ...channels.changes,
    ],
    removals: [...mappings.removals, ...rules.removals, ...words.removals, ...channels.removals],
    questions: [...integrations.changes, ...channels.changes].flatMap(listQuestions),
    leftOut: [...all.flatMap(({ leftOut }) => leftOut), ...adapted.leftOut, ...listWithoutEndpoint(file, here)],
    stays: [...all.flatMap(({ stays }) => stays), ...listOtherProducts(file, here)],
  }
}

/** The part of a plan that one section of a file contributes. */
export type PlanPart = Pick<Plan, 'changes' | 'removals' | 'leftOut' | 'stays'>

function needsByIntegration(changes: PlannedChange[]): (integration: string) => string[] {
  const needs = new Map(
    changes.flatMap((one) => (one.is === 'connect' ? [[nameKey(one.integration.name), one.needs]] : [])),
  )
  return (integration) => needs.get(nameKey(integration)) ?? []
}

function listQuestions(change: PlannedChange): OpenQuestion[] {
  if (change.is === 'connect') {
    return questionsOfIntegration(change.integration)
  }
  return change.is === 'add channel' ? questionsOfChannel(change.channel) : []
}

function compareProducts({ products }: ConfigurationFile, here: Setup): PlannedChange[] {
  const names = new Map(here.products.map((one) => [one.id, toFileProduct(one).name]))
  return products.flatMap((product) => {
    const from = names.get(product.id)
    if (from === undefined) {
      return [toChange({ is: 'add product', product })]
    }
    return from === product.name ? [] : [toChange({ is: 'rename product', product, from })]
  })
}

function compareSettings(
  { timeZone, delinquentAfter }: ConfigurationFile,
  { zone, delinquentAfter: failures }: Setup,
): PlannedChange[] {
  const isOtherZone = timeZone !== undefined && timeZone !== zone
  const isOtherNumber = delinquentAfter !== undefined && failures !== null && delinquentAfter !== failures
  return [
    ...(isOtherZone ? [toChange({ is: 'change time zone', from: zone, to: timeZone })] : []),
    ...(isOtherNumber ? [toChange({ is: 'change failures', from: failures, to: delinquentAfter })] : []),
  ]
}

function listWithoutEndpoint({ delinquentAfter }: ConfigurationFile, here: Setup): string[] {
  return delinquentAfter !== undefined && here.delinquentAfter === null
    ? [
        'After how many failed payments a subscription is delinquent can be set once there is a webhook endpoint: open Webhook, then compare again.',
      ]
    : []
}

function listOtherProducts({ products }: ConfigurationFile, here: Setup): string[] {
  const inFile = new Set(products.map(({ id }) => id))
  const others = here.products.filter(({ id }) => !inFile.has(id))
  if (others.length === 0) {
    return []
  }
  const what = others.length === 1 ? `The product “${others[0]?.name}” is` : `${others.length} products are`
  return [`${what} here and not in the file. Products are deleted on their own page.`]
}
