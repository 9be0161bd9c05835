/** Custom fields of each integration that is in the file. Pure. */
import { type CustomField, isTextField } from '../integrations/catalog'
import type { Mapping } from '../integrations/mappings'
import { type FileMapping, type PlannedChange, toChange } from './change'
import type { ConfigurationFile, FileIntegration } from './format'
import { isSameName, tidyName } from './names'
import type { PlanPart } from './plan'
import { questionsOfIntegration } from './question'
import { findNamed, type Setup } from './setup'
import { isElsewhere } from './site'

type ReadFields = (integration: string) => CustomField[] | null

export function compareMappings(file: ConfigurationFile, here: Setup, fields: ReadFields): PlanPart {
  const parts = file.integrations.map((one) => compareOne(one, file, here, fields))
  return {
    changes: parts.flatMap(({ changes }) => changes),
    removals: parts.flatMap(({ removals }) => removals),
    leftOut: parts.flatMap(({ leftOut }) => leftOut),
    stays: [],
  }
}

function compareOne(
  integration: FileIntegration,
  file: ConfigurationFile,
  here: Setup,
  fields: ReadFields,
): Omit<PlanPart, 'stays'> {
  const found = findNamed(here, integration.name)
  const needs = found === undefined ? questionsOfIntegration(integration).map(({ name }) => name) : []
  if (found !== undefined && found.row.kind !== integration.kind) {
    return { changes: [], removals: [], leftOut: [] }
  }
  const name = found?.row.name ?? integration.name
  const own = found?.mappings ?? []
  const elsewhere = isElsewhere(file, here, name)
  const listed = found === undefined ? null : fields(name)
  const adapted = integration.mappings.map((mapping) =>
    elsewhere ? findAlike(mapping, listed) : withLabel(mapping, listed),
  )
  const isUnmappable = ({ to }: FileMapping) => listed?.some((one) => one.id === to && !isTextField(one)) === true
  const wanted = adapted.filter((mapping) => mapping !== null).filter((mapping) => !isUnmappable(mapping))
  return {
    changes: wanted.flatMap((mapping) => compareMapping(name, mapping, own, needs)),
    removals: own
      .filter(({ definition }) => !wanted.some(({ to }) => to === definition))
      .map((mapping) => toChange({ is: 'unmap', integration: name, mapping: toFileMapping(mapping) })),
    leftOut: integration.mappings.flatMap(({ field, label }, n) => {
      const one = adapted[n]
      if (!one) {
        return [`The mapping of ${field}: ${name} here is another site, and lists no field named “${label ?? ''}”.`]
      }
      return isUnmappable(one)
        ? [`The mapping of ${field}: ${one.label ?? one.to} takes no text, and only text can be mapped.`]
        : []
    }),
  }
}

/** The other side's field is mapped once, so the one before goes first. */
function compareMapping(integration: string, mapping: FileMapping, own: Mapping[], needs: string[]): PlannedChange[] {
  const before = own.find(({ definition }) => definition === mapping.to)
  const { field, to, label = before === undefined ? to : toFileMapping(before).label } = mapping
  if (before?.field === field && toFileMapping(before).label === label) {
    return []
  }
  return [
    ...(before === undefined ? [] : [toChange({ is: 'unmap' as const, integration, mapping: toFileMapping(before) })]),
    toChange({ is: 'map', integration, mapping: { field, to, label } }, needs),
  ]
}

function withLabel(mapping: FileMapping, fields: CustomField[] | null): FileMapping {
  const label = mapping.label ?? fields?.find(({ id }) => id === mapping.to)?.label
  return label === undefined ? mapping : { ...mapping, label }
}

function findAlike(mapping: FileMapping, fields: CustomField[] | null): FileMapping | null {
  const [one, another] = (fields ?? []).filter(({ label }) => isSameName(tidyName(label, ''), mapping.label ?? ''))
  return one === undefined || another !== undefined ? null : { ...mapping, to: one.id, label: one.label }
}

export function toFileMapping({ field, definition, definitionLabel }: Mapping): Required<FileMapping> {
  return { field, to: definition, label: tidyName(definitionLabel, definition) }
}
