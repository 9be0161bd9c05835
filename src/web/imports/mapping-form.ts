/** The form that maps a file's columns: its fields, what it is filled with, and what can be wrong with it. */
import type { MappedField } from '../../../views/imports/columns-form'
import type { FormValues } from '../../../views/parts/form-values'
import { FIELD_IDS, FIELDS, guessColumns, holdsEmails } from '../../imports/rows/columns'
import { guessStyle, noteDate } from '../../imports/rows/dates'
import type {
  DateEvidence,
  DateStyle,
  ImportField,
  ImportMapping,
  ImportRecord,
  RowMeaning,
} from '../../journal/imports/import-record'
import { newForm } from '../http/form'

const HINTS: Partial<Record<ImportField, string>> = {
  productName: 'If there is no id: each name is matched with one of your products on the next page.',
  status: 'Such as paid, refunded or canceled.',
  endedAt: 'The day of the refund or cancellation. Without it, the order counts as already refunded or canceled.',
  orderId: 'Shows which orders your store has reported already, so that none counts twice.',
  periodEnd: 'The next billing date of a subscription.',
}
const SOME_DATE = '5/3/2026'
const DATE_FIELDS = ['date', 'endedAt', 'chargedAt', 'periodEnd'] as const
const MEANINGS: readonly RowMeaning[] = ['purchase', 'charge', 'refund', 'cancellation']
const STYLES: readonly DateStyle[] = ['month first', 'day first']

export function listFields(): MappedField[] {
  return FIELD_IDS.map((field) => ({
    field,
    label: FIELDS[field].label,
    required: field === 'email',
    hint: HINTS[field] ?? null,
  }))
}

/** With the last mapping, else with a guess. */
export function fillMapping({ columns, mapping, changedAt }: ImportRecord): FormValues {
  const chosen = mapping?.columns ?? guessColumns(columns)
  const values = Object.fromEntries(Object.entries(chosen).map(([field, at]) => [field, String(at)]))
  const style = mapping?.dateStyle ?? guessStyle(listEvidence(columns, chosen))
  return newForm({
    madeFrom: String(changedAt),
    ...values,
    product: mapping?.product ?? '',
    meaning: mapping?.meaning ?? 'purchase',
    dateStyle: style ?? '',
  })
}

/** A date of the file that could be read either way, from any column that may hold dates; null if there is none. */
export function findUnclearDate({ columns }: Pick<ImportRecord, 'columns'>): string | null {
  const dated = columns.filter(({ dates }) => dates !== null)
  const unclear = dated.filter(({ dates }) => dates?.dayFirst === dates?.monthFirst)
  // Columns that are clear may contradict each other.
  const asked = guessStyle(dated.flatMap(({ dates }) => dates ?? [])) === null ? dated : unclear
  const examples = [...unclear, ...asked].flatMap((column) => column.examples)
  return asked.length === 0 ? null : (examples.find((example) => noteDate(null, example) !== null) ?? SOME_DATE)
}

type ReadMapping = { mapping: Omit<ImportMapping, 'zone'> } | { errors: Record<string, string> }

export function readMapping(typed: Record<string, string>, { columns }: Pick<ImportRecord, 'columns'>): ReadMapping {
  const chosen = Object.fromEntries(
    FIELD_IDS.flatMap((field) => {
      const at = /^\d+$/.test(typed[field] ?? '') ? Number(typed[field]) : -1
      return columns[at] === undefined ? [] : [[field, at]]
    }),
  ) as ImportMapping['columns']
  const product = typed.product || null
  const dateStyle = STYLES.find((style) => style === typed.dateStyle) ?? null
  const guessed = guessStyle(listEvidence(columns, chosen))
  const errors = {
    ...checkEmail(columns, chosen.email),
    ...(product === null && chosen.productId === undefined && chosen.productName === undefined
      ? { productId: 'Choose the column that names the product, or one product for all rows.' }
      : {}),
    ...(dateStyle === null && guessed === null && listEvidence(columns, chosen).length > 0
      ? { dateStyle: 'Say whether the day or the month comes first.' }
      : {}),
  }
  return Object.keys(errors).length > 0
    ? { errors }
    : {
        mapping: {
          columns: chosen,
          product,
          meaning: MEANINGS.find((one) => one === typed.meaning) ?? 'purchase',
          dateStyle: dateStyle ?? guessed,
        },
      }
}

function checkEmail(columns: ImportRecord['columns'], at: number | undefined): Record<string, string> {
  if (at === undefined) {
    return { email: 'Choose the column with the customers’ emails.' }
  }
  const column = columns[at]
  const [example] = column?.examples ?? []
  return holdsEmails(column) || example === undefined
    ? {}
    : { email: `“${example}” is not an email address. Choose the column with the customers’ emails.` }
}

function listEvidence(columns: ImportRecord['columns'], chosen: ImportMapping['columns']): DateEvidence[] {
  return DATE_FIELDS.flatMap((field) => columns[chosen[field] ?? -1]?.dates ?? [])
}
