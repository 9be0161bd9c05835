/** Whether the parts of a file fit each other. What depends on the marketplace is seen when they are compared (plan.ts). */
import { CHANNELS } from '../alerts'
import { normalizeWord } from '../intake/formats/common-words'
import { HOOK_ROUTES } from '../intake/hook-routes'
import { KINDS } from '../integrations'
import { EVERY_PRODUCT } from '../model/rule'
import { categoryOf, labelTrigger, TRIGGER_CATEGORIES } from '../model/trigger'
import type { ConfigurationFile, FileChannel, FileIntegration, FileRule, FileWord } from './format'
import { readFileSettings } from './integration-settings'
import { nameKey } from './names'
import type { FileProblem } from './problem'
import { findOptionMisfits } from './rule-options'

interface Fitted {
  /** With settings as an export spells them. */
  configuration: ConfigurationFile
  problems: FileProblem[]
}

export function findMisfits(file: ConfigurationFile): Fitted {
  const integrations = file.integrations.map(fitIntegration)
  const kinds = new Map(file.integrations.map(({ name, kind }) => [nameKey(name), kind]))
  return {
    configuration: { ...file, integrations: integrations.map(({ integration }) => integration) },
    problems: [
      ...integrations.flatMap(({ problems }) => problems),
      ...findRepeats('integrations', file.integrations, ({ name }) => nameKey(name), 'name'),
      ...findRepeats('products', file.products, ({ id }) => id, 'id'),
      ...file.products.flatMap(({ id }, n) =>
        id === EVERY_PRODUCT ? [{ path: `products[${n}].id`, sentence: 'An asterisk stands for every product.' }] : [],
      ),
      ...findRepeats('rules', file.rules, ({ id }) => id ?? null, 'id'),
      ...file.rules.flatMap((rule, n) => below(`rules[${n}]`, listRuleMisfits(rule, kinds))),
      ...findRepeats('words', file.words, chosenWordKey, 'word'),
      ...file.words.flatMap((word, n) => below(`words[${n}]`, listWordMisfits(word))),
      ...findRepeats('alerts', file.alerts, ({ name }) => nameKey(name), 'name'),
      ...file.alerts.flatMap((channel, n) => below(`alerts[${n}]`, listChannelMisfits(channel))),
    ],
  }
}

export function chosenWordKey({ format, word }: Pick<FileWord, 'format' | 'word'>): string {
  return `${format} ${normalizeWord(word)}`
}

function fitIntegration(
  integration: FileIntegration,
  n: number,
): { integration: FileIntegration } & Pick<Fitted, 'problems'> {
  const at = `integrations[${n}]`
  const kind = KINDS.find(integration.kind)
  if (kind === null) {
    const known = KINDS.all.map(({ id }) => `“${id}”`).join(' or ')
    return {
      integration,
      problems: [
        { path: `${at}.kind`, sentence: `“${integration.kind}” is no kind of integration here. Use ${known}.` },
      ],
    }
  }
  const read = readFileSettings(kind, integration.settings)
  const repeats = findRepeats(`${at}.mappings`, integration.mappings, ({ to }) => to, 'to')
  const isMappable = kind.catalog !== undefined || integration.mappings.length === 0
  const unmappable = isMappable ? [] : [{ path: `${at}.mappings`, sentence: `${kind.title} has no fields to map to.` }]
  return read.ok
    ? { integration: { ...integration, settings: read.settings }, problems: [...repeats, ...unmappable] }
    : { integration, problems: [...below(`${at}.settings`, read.problems), ...repeats, ...unmappable] }
}

function listRuleMisfits(rule: FileRule, kinds: Map<string, string>): FileProblem[] {
  const kind = KINDS.findByAction(rule.action)
  if (kind === null) {
    const known = KINDS.actions.map(({ id }) => `“${id}”`).join(', ')
    return [{ path: 'action', sentence: `“${rule.action}” is no action here. There are ${known}.` }]
  }
  const integrationKind = kinds.get(nameKey(rule.integration))
  const elsewhere = integrationKind !== undefined && integrationKind !== kind.id
  return [
    ...(elsewhere ? [{ path: 'action', sentence: `is one of ${kind.title}, and “${rule.integration}” is not.` }] : []),
    ...listTriggerMisfits(rule),
    ...listTargetMisfits(rule),
    ...below('options', findOptionMisfits(rule)),
  ]
}

function listTriggerMisfits({ action, trigger }: FileRule): FileProblem[] {
  const category = categoryOf(trigger)
  const { label, categories } = KINDS.action(action)
  const { label: group } = TRIGGER_CATEGORIES[category]
  return categories.includes(category)
    ? []
    : [{ path: 'trigger', sentence: `${labelTrigger(trigger)} is of ${group}, which ${label} does not use.` }]
}

function listTargetMisfits({ action, target }: FileRule): FileProblem[] {
  const { only, target: kindId, label } = KINDS.action(action)
  if (only !== undefined) {
    return target === undefined ? [] : [{ path: 'target', sentence: `${label} has nothing to choose. Remove it.` }]
  }
  if (target === undefined) {
    return [{ path: 'target', sentence: `is missing: ${label} needs the id of one.` }]
  }
  const known = KINDS.findTarget(kindId)
  return known?.target.isId(target.id) === true
    ? []
    : [
        {
          path: 'target.id',
          sentence: `“${target.id}” cannot be the id of a ${known?.target.label.toLowerCase() ?? kindId}.`,
        },
      ]
}

function listWordMisfits({ format, word }: FileWord): FileProblem[] {
  return [
    ...(HOOK_ROUTES.findFormat(format) === null
      ? [{ path: 'format', sentence: `“${format}” is no format here.` }]
      : []),
    ...(normalizeWord(word) === '' ? [{ path: 'word', sentence: 'has no letters or digits.' }] : []),
  ]
}

function listChannelMisfits({ kind, quietHours }: FileChannel): FileProblem[] {
  const known = CHANNELS.all.map(({ id }) => `“${id}”`).join(', ')
  return [
    ...(CHANNELS.find(kind) === null
      ? [{ path: 'kind', sentence: `“${kind}” is no kind of channel here. There are ${known}.` }]
      : []),
    ...(quietHours !== undefined && quietHours.from === quietHours.until
      ? [
          {
            path: 'quietHours.until',
            sentence: 'Quiet hours end when they begin. Choose another end, or leave them out.',
          },
        ]
      : []),
  ]
}

function findRepeats<Of>(list: string, all: Of[], keyOf: (one: Of) => string | null, field: string): FileProblem[] {
  const first = new Map<string, number>()
  return all.flatMap((one, n) => {
    const key = keyOf(one)
    const before = key === null ? undefined : first.get(key)
    if (key !== null && before === undefined) {
      first.set(key, n)
    }
    return before === undefined
      ? []
      : [{ path: `${list}[${n}].${field}`, sentence: `is the same as in ${list}[${before}].` }]
  })
}

function below(path: string, problems: FileProblem[]): FileProblem[] {
  return problems.map((one) => ({ ...one, path: one.path === '' ? path : `${path}.${one.path}` }))
}
