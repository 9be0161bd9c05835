import * as z from 'zod'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'
import { id } from '../../contract/values'

const ENTRY_CHARACTERS = 400

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const span = z.strictObject({ from: time.meta({ description: 'Inclusive.' }), until: time }).partial()
const page = z.strictObject({ cursor: paging.cursor })
const rule = z.strictObject({ rule: id })
const entry = z.strictObject({ entry: z.string().min(1).max(ENTRY_CHARACTERS) })
const ofImport = z.strictObject({ import: id })

const read = { method: 'get', scope: 'read', admin: true } as const
const run = { method: 'post', scope: 'write', admin: true, status: 202 } as const

export const UNDO = {
  previewRuleUndo: {
    ...read,
    path: '/rules/{rule}/undos/preview',
    params: rule,
    query: page.extend(span.shape),
  },
  undoRule: { ...run, path: '/rules/{rule}/undos', params: rule, body: span },
  previewEntryUndo: { ...read, path: '/entries/{entry}/undos/preview', params: entry },
  undoEntry: { ...run, path: '/entries/{entry}/undos', params: entry },
  previewImportUndo: { ...read, path: '/imports/{import}/undos/preview', params: ofImport, query: page },
  undoImport: { ...run, path: '/imports/{import}/undos', params: ofImport },
  previewPastEndings: { ...read, path: '/rules/{rule}/past-endings', params: rule },
  applyToPastEndings: { ...run, path: '/rules/{rule}/past-endings', params: rule },
} as const satisfies Operations
