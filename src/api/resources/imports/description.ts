import * as z from 'zod'
import { FIELD_IDS } from '../../../imports/rows/columns'
import { OUTCOMES } from '../../../model/outcome'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import { job } from '../jobs/description'
import { FATES, type IMPORTS } from './operations'

const fate = z.enum(FATES)
const counts = z.array(z.object({ fate, count: z.number().int() }))

const record = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'The file’s.' }),
    person: z.string(),
    stage: z.enum([
      'uploading',
      'uploaded',
      'reading',
      'read',
      'previewing',
      'previewed',
      'running',
      'done',
      'canceled',
    ]),
    uploaded_at: time,
    changed_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
    format: z.string().meta({ description: 'What it was recognized as.', example: 'csv' }),
    columns: z.array(z.object({ name: z.string(), examples: z.array(z.string()) })),
    rows: z.number().int(),
    mapping: z
      .object({
        columns: z.partialRecord(z.enum(FIELD_IDS), z.number().int()),
        meaning: z.enum(['purchase', 'charge', 'refund', 'cancellation']),
        date_style: z.enum(['month first', 'day first']).nullable(),
        product: z.string().nullable(),
        time_zone: z.string(),
      })
      .nullable(),
    problem: z.string().nullable(),
    products: z
      .array(z.object({ key: z.string(), name: z.string().nullable(), orders: z.number().int() }))
      .meta({ description: 'As the file names them.' }),
    orders: z.number().int(),
    wrong: z.number().int().meta({ description: 'Rows that cannot be imported.' }),
    choice: z
      .object({
        from: z.string().nullable(),
        until: z.string().nullable(),
        products: z.record(z.string(), z.string().nullable()),
      })
      .nullable(),
    foreseen: counts.meta({ description: 'What the preview counts.' }),
    foreseen_calls: z.number().int().meta({ description: 'Calls to Thinkific, at most.' }),
    did: counts.meta({ description: 'What came of it.' }),
  })
  .meta({ id: 'Import' })

const order = z
  .object({
    line: z.number().int().meta({ description: 'As a spreadsheet numbers it.' }),
    problem: z.string().nullable().meta({ description: 'Why it cannot be imported.' }),
    type: z.string().nullable(),
    happened_at: time.nullable(),
    email: z.string().nullable(),
    product: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    order: z.string().nullable(),
    subscription: z.string().nullable(),
    result: z
      .object({
        fate,
        outcome: z.enum(OUTCOMES).nullable(),
        sentence: z.string(),
        final: z.boolean().meta({ description: 'False while it is only foreseen.' }),
      })
      .nullable(),
  })
  .meta({ id: 'ImportRow' })

const started = z.object({ job })

export const importDescription = {
  name: 'Imports',
  text: 'Past orders from a CSV file: upload it, map its columns, choose orders, look at the preview, run it.',
  operations: {
    listImports: { summary: 'Imports, by id', answer: listOf(record) },
    uploadImport: {
      summary: 'Upload a file',
      description: 'As multipart/form-data, in a part named file; 100 MB at most.',
      answer: record,
    },
    getImport: { summary: 'One import', answer: record },
    mapImport: { summary: 'Say which column is what', description: 'Its rows are then read.', answer: started },
    chooseOrders: {
      summary: 'Say which orders are imported',
      description: 'Nothing is changed yet: `foreseen` then says what a run would do.',
      answer: started,
    },
    runImport: {
      summary: 'Run it',
      description: 'Behind live events. The job can be paused and canceled.',
      answer: started,
    },
    listImportRows: { summary: 'What each row would do, or did', answer: listOf(order) },
    deleteImport: {
      summary: 'Delete the file and what was read from it',
      description: 'What was imported stays.',
      answer: null,
    },
  },
} satisfies ResourceDescription<typeof IMPORTS>

export type ImportAnswers = DescribedAnswers<typeof importDescription>
