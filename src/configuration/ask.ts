/** What no file holds, and a person types for what is new here. */

import { CHANNELS } from '../alerts'
import { KINDS } from '../integrations'
import type { FormField } from '../integrations/settings/settings-form'
import type { FileChannel, FileIntegration } from './format'
import { listAskedFields } from './integration-settings'

export interface Ask {
  /** `integrations.Academy.key`, `alerts.Operations`. */
  name: string
  /** What it is for. */
  of: string
  label: string
  hint: string
  /** Not shown again. */
  isSecret: boolean
}

/** By the names of asks. */
export type Answers = Record<string, string>

export function asksOfIntegration({ name, kind }: FileIntegration): Ask[] {
  const known = KINDS.find(kind)
  return known === null
    ? []
    : listAskedFields(known).map((field) => ({ ...toAsk(field), name: integrationAskName(name, field.name), of: name }))
}

/** What was typed for it, by the fields of its kind's form. */
export function answersFor({ name, kind }: FileIntegration, answers: Answers): Record<string, string> {
  const known = KINDS.find(kind)
  const fields = known === null ? [] : listAskedFields(known)
  return Object.fromEntries(fields.map((field) => [field.name, answers[integrationAskName(name, field.name)] ?? '']))
}

export function asksOfChannel({ name, kind }: FileChannel): Ask[] {
  const field = CHANNELS.find(kind)?.field
  return field === undefined
    ? []
    : [{ name: channelAskName(name), of: name, label: field.label, hint: field.hint, isSecret: false }]
}

export function channelAskName(channel: string): string {
  return `alerts.${channel}`
}

export function integrationAskName(integration: string, field: string): string {
  return `integrations.${integration}.${field}`
}

function toAsk({ label, hint = '', type }: FormField): Pick<Ask, 'label' | 'hint' | 'isSecret'> {
  return { label, hint, isSecret: type === 'password' }
}
