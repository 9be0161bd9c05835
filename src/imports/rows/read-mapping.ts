/** How a file's columns are mapped, from the text of a form; or what is wrong with it. */
import type {
  DateEvidence,
  DateStyle,
  ImportMapping,
  ImportRecord,
  RowMeaning,
} from '../../journal/imports/import-record'
import { FIELD_IDS, holdsEmails } from './columns'
import { guessStyle } from './dates'

const DATE_FIELDS = ['date', 'endedAt', 'chargedAt', 'periodEnd'] as const
const MEANINGS: readonly RowMeaning[] = ['purchase', 'charge', 'refund', 'cancellation']
const STYLES: readonly DateStyle[] = ['month first', 'day first']

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

export function listEvidence(columns: ImportRecord['columns'], chosen: ImportMapping['columns']): DateEvidence[] {
  return DATE_FIELDS.flatMap((field) => columns[chosen[field] ?? -1]?.dates ?? [])
}
