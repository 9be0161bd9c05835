/** The form that maps a file's columns: its fields, and what it is filled with. */
import type { MappedField } from '../../../views/imports/columns-form'
import type { FormValues } from '../../../views/parts/form-values'
import { FIELD_IDS, FIELDS, guessColumns } from '../../imports/rows/columns'
import { guessStyle, noteDate } from '../../imports/rows/dates'
import { listEvidence } from '../../imports/rows/read-mapping'
import type { ImportField, ImportRecord } from '../../journal/imports/import-record'
import { newForm } from '../http/form'

const HINTS: Partial<Record<ImportField, string>> = {
  productName: 'If there is no id: each name is matched with one of your products on the next page.',
  status: 'Such as paid, refunded or canceled.',
  endedAt: 'The day of the refund or cancellation. Without it, the order counts as already refunded or canceled.',
  orderId: 'Shows which orders your store has reported already, so that none counts twice.',
  periodEnd: 'The next billing date of a subscription.',
}
const SOME_DATE = '5/3/2026'

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
