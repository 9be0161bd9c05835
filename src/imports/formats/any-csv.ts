import type { ImportFormat } from './import-format'

export const ANY_CSV: ImportFormat = { id: 'csv', title: 'a CSV file', marks: [], remark: null }
