import { type Context, Hono } from 'hono'
import { chooseOrders, discardImport, mapColumns, runImport } from '../../imports/commands'
import { readMapping } from '../../imports/rows/read-mapping'
import type { ImportRecord } from '../../journal/imports/import-record'
import { listProducts } from '../../products/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { showGone } from '../http/gone'
import { redirect } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { readChoice } from './choice-form'

import { findImport, showRecord } from './show'

const GONE = 'This file is no longer here. Upload it again to import its orders.'

export const importSteps = new Hono<Web>()

importSteps.post(
  '/imports/:import/columns',
  requireAdmin,
  withImport(async (c, record, typed) => {
    const read = readMapping(typed, record)
    return 'errors' in read
      ? showRecord(c, record, { step: 'columns', filled: { values: typed, errors: read.errors } })
      : answer(c, await mapColumns(c.env, authorOf(c), record.id, { ...readStep(typed), mapping: read.mapping }))
  }),
)

importSteps.post(
  '/imports/:import/choices',
  requireAdmin,
  withImport(async (c, record, typed) => {
    const read = readChoice(typed, record, await listProducts(c.env.DB, c.var.member.marketplace.id))
    return 'errors' in read
      ? showRecord(c, record, { step: 'orders', filled: { values: typed, errors: read.errors } })
      : answer(c, await chooseOrders(c.env, authorOf(c), record.id, { ...readStep(typed), choice: read.choice }))
  }),
)

importSteps.post(
  '/imports/:import/runs',
  requireAdmin,
  withImport(async (c, record, typed) => answer(c, await runImport(c.env, authorOf(c), record.id, readStep(typed)))),
)

importSteps.post('/imports/:import/deletions', requireAdmin, async (c) => {
  const done = await discardImport(c.env, authorOf(c), c.req.param('import'))
  return done.ok ? redirect(c, `${marketplaceAddress(c)}/imports`) : answer(c, done)
})

/** Runs a step with what was typed, if the import is still here. */
function withImport(run: (c: Context<Web>, record: ImportRecord, typed: Record<string, string>) => Promise<Response>) {
  return async (c: Context<Web>) => {
    const record = await findImport(c)
    return record === null ? showGone(c, GONE) : run(c, record, textValues(await c.req.parseBody()))
  }
}

function readStep(typed: Record<string, string>): { form: string; seenAt: number } {
  return { form: readFormId(typed.id), seenAt: Number(typed.madeFrom) || 0 }
}

/** Either way, the page shows the import as it is now. */
function answer(c: Context<Web>, result: { ok: true } | { ok: false; sentence: string }): Promise<Response> {
  const at = `${marketplaceAddress(c)}/imports/${c.req.param('import')}`
  return result.ok ? redirect(c, at) : redirect(c, at, { kind: 'failed', text: result.sentence })
}
