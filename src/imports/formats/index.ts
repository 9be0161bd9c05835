/** Files that are recognized by their columns; any other is mapped by a person from what its columns are called. */
import { normalizeWord } from '../../intake/formats/common-words'
import type { SheetColumn } from '../../journal/imports/import-record'
import { ANY_CSV } from './any-csv'
import type { ImportFormat } from './import-format'
import { SAMCART_ORDERS } from './samcart-orders'
import { SAMCART_SUBSCRIPTIONS } from './samcart-subscriptions'
import { THINKIFIC_USERS } from './thinkific-users'

/** The first that recognizes a file has it. */
const FORMATS: readonly ImportFormat[] = [SAMCART_SUBSCRIPTIONS, SAMCART_ORDERS, THINKIFIC_USERS, ANY_CSV]

export function recognizeFormat(columns: Pick<SheetColumn, 'name'>[]): ImportFormat {
  const names = new Set(columns.map(({ name }) => normalizeWord(name)))
  return FORMATS.find(({ marks }) => marks.every((one) => one.some((name) => names.has(name)))) ?? ANY_CSV
}

export function findFormat(id: string): ImportFormat {
  return FORMATS.find((format) => format.id === id) ?? ANY_CSV
}
