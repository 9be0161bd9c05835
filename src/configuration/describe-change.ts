/** Changes in sentences, for their preview. Pure. */
import type { FieldChange } from '../accounts/field-changes'
import { CHANNELS } from '../alerts'
import { describeMeaning } from '../intake/word-choices'
import { KINDS } from '../integrations'
import { EVERY_PRODUCT } from '../model/rule'
import { phraseRule } from '../rules/sentence'
import type { PlannedChange } from './change'
import type { ComparableRule } from './comparable-rule'

export interface ChangeLine {
  key: string
  group: ChangeGroup
  tone: 'add' | 'change' | 'remove'
  sentence: string
  changes: FieldChange[]
  note?: string
  /** Asks that have to be answered first. */
  needs: string[]
}

export const CHANGE_GROUPS = ['Integrations', 'Products', 'Rules', 'Words', 'Settings', 'Alerts'] as const

type ChangeGroup = (typeof CHANGE_GROUPS)[number]
type Described = Pick<ChangeLine, 'group' | 'tone' | 'sentence'> & { changes?: FieldChange[] }

/** @param nameProduct by its id */
export function describeChange(change: PlannedChange, nameProduct: (id: string) => string): ChangeLine {
  const { key, needs, note } = change
  return { key, needs, changes: [], ...describe(change, nameProduct), ...(note === undefined ? {} : { note }) }
}

function describe(change: PlannedChange, nameProduct: (id: string) => string): Described {
  switch (change.is) {
    case 'connect': {
      const { name, kind } = change.integration
      return {
        group: 'Integrations',
        tone: 'add',
        sentence: `Connect the integration “${name}” (${KINDS.find(kind)?.title ?? kind}).`,
      }
    }
    case 'change integration': {
      const { changes, integration } = change
      return {
        group: 'Integrations',
        tone: 'change',
        sentence: `Change the integration “${integration.name}”.`,
        changes,
      }
    }
    case 'map':
    case 'unmap': {
      const { field, to, label = to } = change.mapping
      const pair = `${field} to ${label} for the integration “${change.integration}”`
      return change.is === 'map'
        ? { group: 'Integrations', tone: 'add', sentence: `Map ${pair}.` }
        : { group: 'Integrations', tone: 'remove', sentence: `Remove the mapping of ${pair}.` }
    }
    case 'add product': {
      const { id, name } = change.product
      return { group: 'Products', tone: 'add', sentence: `Add the product “${name}” (${id}).` }
    }
    case 'rename product': {
      const { id, name } = change.product
      const changes = [{ field: 'Product name', from: change.from, to: name }]
      return { group: 'Products', tone: 'change', sentence: `Rename the product ${id}.`, changes }
    }
    case 'add rule': {
      const off = change.rule.on ? '' : ', switched off'
      return {
        group: 'Rules',
        tone: 'add',
        sentence: `Add the rule “${change.rule.name}”${off}: ${phrase(change.rule, nameProduct)}`,
      }
    }
    case 'change rule':
      return {
        group: 'Rules',
        tone: 'change',
        sentence: `Change the rule “${change.from.name}”.`,
        changes: change.changes,
      }
    case 'switch rule':
      return {
        group: 'Rules',
        tone: 'change',
        sentence: `Switch the rule “${change.rule.name}” ${change.rule.on ? 'on' : 'off'}.`,
      }
    case 'remove rule':
      return {
        group: 'Rules',
        tone: 'remove',
        sentence: `Delete the rule “${change.rule.name}”: ${phrase(change.rule, nameProduct)}`,
      }
    case 'choose word': {
      const changes = [
        { field: 'Meaning', from: describeMeaning(change.from), to: describeMeaning(change.word.meaning) },
      ]
      return { group: 'Words', tone: 'change', sentence: `Choose what “${change.word.word}” means.`, changes }
    }
    case 'forget word':
      return { group: 'Words', tone: 'remove', sentence: `Forget what “${change.word.word}” means.` }
    case 'change time zone': {
      const changes = [{ field: 'Time zone', from: change.from, to: change.to }]
      return { group: 'Settings', tone: 'change', sentence: 'Change the time zone.', changes }
    }
    case 'change failures': {
      const changes = [{ field: 'Failed payments', from: String(change.from), to: String(change.to) }]
      return {
        group: 'Settings',
        tone: 'change',
        sentence: 'Change after how many failed payments a subscription is delinquent.',
        changes,
      }
    }
    case 'add channel': {
      const { name, kind } = change.channel
      return {
        group: 'Alerts',
        tone: 'add',
        sentence: `Add the channel “${name}” (${CHANNELS.find(kind)?.title ?? kind}).`,
      }
    }
    case 'change channel':
      return {
        group: 'Alerts',
        tone: 'change',
        sentence: `Change the channel “${change.channel.name}”.`,
        changes: change.changes,
      }
    case 'remove channel':
      return { group: 'Alerts', tone: 'remove', sentence: `Delete the channel “${change.channel.name}”.` }
  }
}

function phrase(rule: ComparableRule, nameProduct: (id: string) => string): string {
  const product = rule.product === EVERY_PRODUCT ? 'any product' : nameProduct(rule.product)
  return phraseRule({ ...rule, action: KINDS.action(rule.action) }, product, rule.target.name)
}
