/** What no file holds, and a person types for what is new here. */

import { CHANNELS } from '../alerts'
import { KINDS } from '../integrations'
import type { FormField } from '../integrations/settings/settings-form'
import type { FileChannel, FileIntegration } from './format'
import { listAskedFields } from './integration-settings'

export interface OpenQuestion {
  /** `integrations.Academy.key`, `alerts.Operations`. */
  name: string
  /** What it is for. */
  of: string
  label: string
  hint: string
  /** Not shown again. */
  isSecret: boolean
}

/** By the names of questions. */
export type Answers = Record<string, string>

export function questionsOfIntegration({ name, kind }: FileIntegration): OpenQuestion[] {
  const known = KINDS.find(kind)
  return known === null
    ? []
    : listAskedFields(known).map((field) => ({
        ...toQuestion(field),
        name: integrationQuestionName(name, field.name),
        of: name,
      }))
}

/** What was typed for it, by the fields of its kind's form. */
export function answersFor({ name, kind }: FileIntegration, answers: Answers): Record<string, string> {
  const known = KINDS.find(kind)
  const fields = known === null ? [] : listAskedFields(known)
  return Object.fromEntries(
    fields.map((field) => [field.name, answers[integrationQuestionName(name, field.name)] ?? '']),
  )
}

export function questionsOfChannel({ name, kind }: FileChannel): OpenQuestion[] {
  const field = CHANNELS.find(kind)?.field
  return field === undefined
    ? []
    : [{ name: channelQuestionName(name), of: name, label: field.label, hint: field.hint, isSecret: false }]
}

export function channelQuestionName(channel: string): string {
  return `alerts.${channel}`
}

export function integrationQuestionName(integration: string, field: string): string {
  return `integrations.${integration}.${field}`
}

function toQuestion({ label, hint = '', type }: FormField): Pick<OpenQuestion, 'label' | 'hint' | 'isSecret'> {
  return { label, hint, isSecret: type === 'password' }
}
