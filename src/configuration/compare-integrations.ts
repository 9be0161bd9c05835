/** Integrations by name. None is ever deleted by a file, and none moves to another site. Pure. */
import { listChanges } from '../accounts/field-changes'
import { KINDS } from '../integrations'
import { type PlannedChange, toChange } from './change'
import type { ConfigurationFile, FileIntegration, FileSettings } from './format'
import { listOpenFields } from './integration-settings'
import { nameKey } from './names'
import type { PlanPart } from './plan'
import { questionsOfIntegration } from './question'
import { findNamed, type Setup, type SetupIntegration } from './setup'
import { isElsewhere } from './site'

export function compareIntegrations(file: ConfigurationFile, here: Setup): PlanPart {
  const parts = file.integrations.map((integration) => compareOne(integration, file, here))
  const inFile = new Set(file.integrations.map(({ name }) => nameKey(name)))
  const others = here.integrations.filter(({ row }) => !inFile.has(nameKey(row.name)))
  return {
    changes: parts.flatMap(({ change }) => change ?? []),
    removals: [],
    leftOut: parts.flatMap(({ leftOut }) => leftOut ?? []),
    stays: [
      ...parts.flatMap(({ stays }) => stays ?? []),
      ...others.map(
        ({ row }) =>
          `The integration “${row.name}” is here and not in the file. Integrations are deleted on their own page.`,
      ),
    ],
  }
}

interface ComparedOne {
  change?: PlannedChange
  leftOut?: string
  stays?: string
}

function compareOne(integration: FileIntegration, file: ConfigurationFile, here: Setup): ComparedOne {
  const found = findNamed(here, integration.name)
  if (found === undefined) {
    return {
      change: toChange(
        { is: 'connect', integration },
        questionsOfIntegration(integration).map(({ name }) => name),
      ),
    }
  }
  const { row, kind, settings } = found
  if (row.kind !== integration.kind) {
    const [is, other] = [row.kind, integration.kind].map((id) => KINDS.find(id)?.title ?? id)
    return { leftOut: `“${row.name}” is an integration of ${is} here and of ${other} in the file. Rename one of them.` }
  }
  if (kind === null || found.stored === null) {
    return { leftOut: `The settings of “${row.name}” cannot be read here. Save it again on its page first.` }
  }
  const site = kind.form.at.site
  const wanted = Object.fromEntries(Object.entries(integration.settings).filter(([name]) => name !== site))
  const changes = listChanges(
    describeSettings(found, settings),
    describeSettings(found, { ...settings, ...wanted }, integration.name),
  )
  const stays = isElsewhere(file, here, row.name)
    ? `“${row.name}” stays at ${String(settings[site])}; in the file it is at ${String(integration.settings[site])}. Courses and fields are found by their names.`
    : undefined
  return {
    ...(changes.length === 0
      ? {}
      : { change: toChange({ is: 'change integration', integration: { ...integration, mappings: [] }, changes }) }),
    ...(stays === undefined ? {} : { stays }),
  }
}

function describeSettings(
  { kind, row }: SetupIntegration,
  settings: FileSettings,
  name = row.name,
): Record<string, string> {
  const fields = kind === null ? [] : listOpenFields(kind)
  const described = fields.map((field) => {
    const value = settings[field.name] ?? ''
    return [field.label, typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)]
  })
  return { 'Integration name': name, ...Object.fromEntries(described) }
}
