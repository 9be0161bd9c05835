/** What separates a marketplace from a file, one thing at a time. Pure. */
import type { FieldChange } from '../accounts/field-changes'
import { stampOf } from '../accounts/form-stamp'
import type { WordMeaning } from '../model/word-meaning'
import type { ComparableRule } from './comparable-rule'
import type { ConfigurationFile, FileChannel, FileIntegration, FileWord } from './format'

type FileProduct = ConfigurationFile['products'][number]
export type FileMapping = FileIntegration['mappings'][number]

/** `changes`: in the words of the forms. */
export type Deviation =
  | { is: 'connect'; integration: FileIntegration }
  | { is: 'change integration'; integration: FileIntegration; changes: FieldChange[] }
  | { is: 'map' | 'unmap'; integration: string; mapping: FileMapping }
  | { is: 'add product'; product: FileProduct }
  | { is: 'rename product'; product: FileProduct; from: string }
  | { is: 'add rule' | 'switch rule' | 'remove rule'; rule: ComparableRule }
  | { is: 'change rule'; rule: ComparableRule; from: ComparableRule; changes: FieldChange[] }
  | { is: 'choose word'; word: FileWord; from: WordMeaning | null }
  | { is: 'forget word'; word: FileWord }
  | { is: 'change time zone'; to: string; from: string }
  | { is: 'change failures'; to: number; from: number }
  | { is: 'add channel' | 'remove channel'; channel: FileChannel }
  | { is: 'change channel'; channel: FileChannel; changes: FieldChange[] }

export type PlannedChange = Deviation & {
  /** Of its subject and its content: a change that a preview did not show has another. */
  key: string
  /** What a person has to type before it can be made. */
  needs: string[]
  note?: string
}

const SUBJECT_CHARACTERS = 8
const CONTENT_CHARACTERS = 12
const SEPARATOR = '.'

export function toChange(deviation: Deviation, needs: string[] = [], note?: string): PlannedChange {
  const content = stampOf(contentOf(deviation)).slice(0, CONTENT_CHARACTERS)
  return { ...deviation, needs, key: `${subjectKey(deviation)}${content}`, ...(note === undefined ? {} : { note }) }
}

/** What a preview showed, to go with its form. */
export function stampChanges(changes: PlannedChange[]): string {
  return changes.map(({ key }) => key).join(SEPARATOR)
}

/** All of them were in the preview that the stamp is of, or there was none. What is missing was made since. */
export function wereShown(changes: PlannedChange[], madeFrom: string): boolean {
  const shown = new Set(madeFrom.split(SEPARATOR))
  return madeFrom === '' || changes.every(({ key }) => shown.has(key))
}

/** Whether the preview showed a change of that subject, whatever its content. */
export function isSubjectShown(subject: Deviation, madeFrom: string): boolean {
  const start = subjectKey(subject)
  return madeFrom.split(SEPARATOR).some((key) => key.startsWith(start))
}

function subjectKey(deviation: Deviation): string {
  return stampOf([deviation.is, subjectOf(deviation)]).slice(0, SUBJECT_CHARACTERS)
}

function subjectOf(deviation: Deviation): unknown {
  switch (deviation.is) {
    case 'connect':
    case 'change integration':
      return deviation.integration.name
    case 'map':
    case 'unmap':
      return [deviation.integration, deviation.mapping.to]
    case 'add product':
    case 'rename product':
      return deviation.product.id
    case 'add rule':
    case 'switch rule':
    case 'remove rule':
    case 'change rule':
      return deviation.rule.key
    case 'choose word':
    case 'forget word':
      return [deviation.word.format, deviation.word.word]
    case 'change time zone':
    case 'change failures':
      return null
    case 'add channel':
    case 'remove channel':
    case 'change channel':
      return deviation.channel.name
  }
}

/** Where a step begins with a part of the change, that part is left out: the rest, done again, is still the same change. */
function contentOf(deviation: Deviation): unknown {
  switch (deviation.is) {
    case 'add rule':
      return withoutNames(deviation.rule)
    case 'map':
      return deviation.mapping.field
    case 'switch rule':
      return deviation.rule.on
    case 'change rule':
      return [withoutSwitch(deviation.from), withoutSwitch(deviation.rule)]
    case 'remove rule':
      return withoutSwitch(deviation.rule)
    default:
      return deviation
  }
}

/** What the file does not name has the other side's name, once that was read. */
function withoutNames({ name: _, target, ...rule }: ComparableRule): object {
  return { ...rule, target: target.id }
}

function withoutSwitch({ on: _, ...rule }: ComparableRule): Omit<ComparableRule, 'on'> {
  return rule
}
