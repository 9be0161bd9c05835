/** The form that says which orders are imported: what it is filled with, and what can be wrong with it. */
import { AS_IT_IS } from '../../../views/imports/choice-form'
import type { FormValues } from '../../../views/parts/form-values'
import { type KnownProduct, matchProduct } from '../../imports/rows/match-product'
import type { ImportChoice, ImportRecord } from '../../journal/imports/import-record'
import { isCalendarDate } from '../../model/calendar-date'
import { newForm } from '../http/form'

/** With the last choice, else matched by the products' ids and names. */
export function fillChoice({ products, choice, changedAt }: ImportRecord, known: KnownProduct[]): FormValues {
  const chosen = products.map((product, index) => {
    const before = choice?.products[product.key]
    const id = before === undefined ? matchProduct(product, known) : before
    const isKnown = known.some((one) => one.id === id)
    return [`product-${index}`, id === null ? '' : isKnown ? id : AS_IT_IS] as const
  })
  return newForm({
    madeFrom: String(changedAt),
    from: choice?.from ?? '',
    until: choice?.until ?? '',
    ...Object.fromEntries(chosen),
  })
}

export function readChoice(
  typed: Record<string, string>,
  { products }: Pick<ImportRecord, 'products'>,
  known: KnownProduct[],
): { choice: ImportChoice } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const readDay = (name: 'from' | 'until') => {
    const text = typed[name]?.trim() ?? ''
    if (text !== '' && !isCalendarDate(text)) {
      errors[name] = `“${text}” is not a date. Write it like 2026-05-03.`
    }
    return text || null
  }
  const [from, until] = [readDay('from'), readDay('until')]
  if (from !== null && until !== null && Object.keys(errors).length === 0 && from > until) {
    errors.until = 'This is before the first day.'
  }
  const chosen = products.map(({ key }, index) => {
    const value = typed[`product-${index}`] ?? ''
    const id = value === AS_IT_IS ? key : known.some((one) => one.id === value) ? value : null
    return [key, id] as const
  })
  if (chosen.every(([, id]) => id === null)) {
    errors[''] = 'Choose at least one product: all of them are left out.'
  }
  return Object.keys(errors).length > 0 ? { errors } : { choice: { from, until, products: Object.fromEntries(chosen) } }
}
