/** The JSON Schema of a configuration file, for editors; written by a build into the assets. */
import * as z from 'zod'
import { CHANNELS } from '../alerts'
import { HOOK_ROUTES } from '../intake/hook-routes'
import { KINDS } from '../integrations'
import type { IntegrationKind } from '../integrations/kind'
import { TRIGGER_CATEGORIES } from '../model/trigger'
import { configurationSchema } from './format'
import { listOpenFields } from './integration-settings'

const JSON_TYPES = { text: 'string', password: 'string', number: 'number', check: 'boolean' } as const

/** Of a section's entries, by field: what the sections alone do not say. */
interface KnownFields {
  [field: string]: object
}

export function buildConfigurationSchema(): object {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input', unrepresentable: 'any' })
  const triggers = Object.values(TRIGGER_CATEGORIES).flatMap((category) => [...category.triggers])
  const sections: Record<string, KnownFields> = {
    rules: {
      action: { enum: KINDS.actions.map(({ id }) => id) },
      trigger: { anyOf: [{ enum: triggers }, { pattern: '^course[._]' }] },
    },
    integrations: { kind: { enum: KINDS.all.map(({ id }) => id) } },
    words: { format: { enum: [...new Set(HOOK_ROUTES.all.map(({ format }) => format.name))] } },
    alerts: { kind: { enum: CHANNELS.all.map(({ id }) => id) } },
  }
  const properties = Object.entries(schema.properties ?? {}).map(([name, section]) => [
    name,
    name in sections ? withKnown(section as SectionSchema, sections[name] ?? {}) : section,
  ])
  return {
    ...schema,
    title: 'Configuration of an Enrollwire marketplace',
    properties: withSettings(Object.fromEntries(properties)),
  }
}

type SectionSchema = { items: { properties: Record<string, object> } }

function withKnown(section: SectionSchema, known: KnownFields): SectionSchema {
  const { items } = section
  const fields = Object.entries(items.properties).map(([name, field]) => [name, { ...field, ...known[name] }])
  return { ...section, items: { ...items, properties: Object.fromEntries(fields) } }
}

/** What each kind of integration is configured with. */
function withSettings(properties: Record<string, SectionSchema>): Record<string, SectionSchema> {
  const { integrations } = properties
  if (integrations === undefined) {
    return properties
  }
  const items = { ...integrations.items, allOf: KINDS.all.map(settingsOf) }
  return { ...properties, integrations: { ...integrations, items } }
}

function settingsOf(kind: IntegrationKind): object {
  const fields = listOpenFields(kind).map(({ name, label, hint, type }) => [
    name,
    { type: JSON_TYPES[type], title: label, ...(hint === undefined ? {} : { description: hint }) },
  ])
  return {
    if: { properties: { kind: { const: kind.id } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { properties: { settings: { properties: Object.fromEntries(fields), additionalProperties: false } } },
  }
}
