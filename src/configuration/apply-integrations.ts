import { KINDS } from '../integrations'
import { connectIntegration } from '../integrations/commands'
import { stampIntegration, toConnection } from '../integrations/connection'
import { addMapping, deleteMapping } from '../integrations/mapping-commands'
import { changeIntegration } from '../integrations/settings-commands'
import { type ApplyStep, type FileApplication, idOfNew, refuseAnswer, refuseChanged, toStepRefusal } from './applying'
import type { Deviation, FileMapping } from './change'
import type { FileIntegration } from './format'
import { readChangedSettings, readNewSettings } from './integration-settings'
import { answersFor, integrationQuestionName } from './question'
import { findNamed } from './setup'

export async function connectNew(applying: FileApplication, integration: FileIntegration): ApplyStep {
  const { env, author, answers, origin, secrets } = applying
  const { name, settings: written } = integration
  const kind = KINDS.get(integration.kind)
  const read = readNewSettings(kind, written, answersFor(integration, answers))
  if (!read.ok) {
    return refuseAnswer(integrationQuestionName(name, read.field), read.sentence)
  }
  const connected = await connectIntegration(env, author, {
    id: idOfNew(applying, 'integrations', name),
    kind,
    name,
    settings: read.settings,
    secret: read.secret ?? '',
    host: new URL(origin).host,
  })
  if (!connected.ok) {
    return connected.reason === 'key refused'
      ? refuseAnswer(integrationQuestionName(name, kind.form.at.secret), connected.sentence)
      : toStepRefusal(connected)
  }
  if (kind.ownSecret !== undefined && connected.secret !== undefined) {
    const { title, hint } = kind.ownSecret
    secrets.push({ of: name, title, hint, secret: connected.secret })
  }
  return null
}

/** After an attempt that stopped: reads a catalog that was not asked for, and has a site adopt what was saved. */
export async function finishIntegration(
  applying: FileApplication,
  file: FileIntegration,
  wasChanged: boolean,
): Promise<void> {
  const { env, author, here } = applying
  const found = findNamed(here, file.name)
  if (found?.kind && found.row.id === idOfNew(applying, 'integrations', found.row.name)) {
    await connectIntegration(env, author, {
      id: found.row.id,
      kind: found.kind,
      name: found.row.name,
      settings: {},
      secret: '',
    })
  }
  if (wasChanged && found !== undefined && found.row.problem === null) {
    await found.kind?.adopt?.(env, toConnection(found.row))
  }
}

export async function changeConnected(
  { env, author, here, origin }: FileApplication,
  integration: FileIntegration,
): ApplyStep {
  const found = findNamed(here, integration.name)
  if (!found?.kind || found.stored === null) {
    return refuseChanged()
  }
  const { row, kind, stored } = found
  const read = readChangedSettings(kind, stored, integration.settings)
  if (!read.ok) {
    return refuseChanged(`“${row.name}”: ${read.sentence}`)
  }
  const changed = await changeIntegration(env, author, row.id, {
    name: integration.name,
    settings: read.settings,
    secret: null,
    madeFrom: stampIntegration(row),
    host: new URL(origin).host,
  })
  return toStepRefusal(changed.ok ? changed : { ...changed, sentence: `“${row.name}”: ${changed.sentence}` })
}

export async function mapField(
  applying: FileApplication,
  name: string,
  { field, to, label = to }: FileMapping,
): ApplyStep {
  const { env, author, here } = applying
  const found = findNamed(here, name)
  if (found === undefined) {
    return refuseChanged()
  }
  const integration = found.row.id
  const id = idOfNew(applying, 'mappings', found.row.name, to, field, label)
  const added = await addMapping(env, author, { id, integration, field, definition: to, definitionLabel: label })
  return toStepRefusal(added)
}

export async function unmapField(
  { env, author, here }: FileApplication,
  { integration, mapping }: Extract<Deviation, { is: 'unmap' | 'map' }>,
): ApplyStep {
  const found = findNamed(here, integration)
  const row = found?.mappings.find(({ definition }) => definition === mapping.to)
  if (found === undefined || row === undefined) {
    return null
  }
  return toStepRefusal(await deleteMapping(env, author, found.row.id, row.id), ['gone'])
}
