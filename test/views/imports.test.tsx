import { describe, expect, test } from 'vitest'
import type { ImportRecord, ImportStage } from '../../src/journal/imports/import-record'
import { ImportState } from '../../views/imports/import-page'

const RECORD: Omit<ImportRecord, 'stage'> = {
  id: 'one',
  name: 'orders.csv',
  person: 'Mia',
  uploadedAt: 1,
  changedAt: 1,
  form: '',
  endedAt: null,
  format: 'csv',
  columns: [],
  rows: 2,
  slices: 1,
  mapping: null,
  readings: 1,
  read: 0,
  problem: null,
  products: [],
  orders: 2,
  wrong: 0,
  choice: null,
  previews: 1,
  foreseen: {},
  calls: 0,
  did: {},
  startedAt: null,
  lookedAt: 1,
  open: [],
  after: null,
}

const show = (stage: ImportStage) =>
  String(<ImportState base="/m/one" record={{ ...RECORD, stage }} job={null} formId="form" form={null} />)

describe('The page of an import', () => {
  test.each<ImportStage>(['uploading', 'uploaded', 'reading', 'read', 'previewing', 'previewed'])(
    'offers to discard one that is %s, so that none is ever stuck',
    (stage) => {
      expect(show(stage)).toContain('Discard this file')
    },
  )

  test('offers none while orders run: they are canceled first', () => {
    expect(show('running')).not.toContain('/deletions')
  })
})
