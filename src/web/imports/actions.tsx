import { type Context, Hono } from 'hono'
import { chooseOrders, discardImport, mapColumns, runImport } from '../../imports/commands'
import { listProducts } from '../../products/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { showGone } from '../http/gone'
import { redirect } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { readChoice } from './choice-form'
import { readMapping } from './mapping-form'
import { type FormStep, findImport, showRecord } from './show'

const GONE = 'This file is no longer here. Upload it again to import its orders.'

export const importSteps = new Hono<Web>()

importSteps.post('/imports/:import/columns', requireAdmin, async (c) => {
  const record = await findImport(c)
  if (record === null) {
    return showGone(c, GONE)
  }
  const typed = textValues(await c.req.parseBody())
  const read = readMapping(typed, record)
  return 'errors' in read
    ? refuse(c, 'columns', typed, read.errors)
    : answer(c, await mapColumns(c.env, authorOf(c), record.id, { ...readStep(typed), mapping: read.mapping }))
})

importSteps.post('/imports/:import/choices', requireAdmin, async (c) => {
  const record = await findImport(c)
  if (record === null) {
    return showGone(c, GONE)
  }
  const typed = textValues(await c.req.parseBody())
  const read = readChoice(typed, record, await listProducts(c.env.DB, c.var.member.marketplace.id))
  return 'errors' in read
    ? refuse(c, 'orders', typed, read.errors)
    : answer(c, await chooseOrders(c.env, authorOf(c), record.id, { ...readStep(typed), choice: read.choice }))
})

importSteps.post('/imports/:import/runs', requireAdmin, async (c) => {
  const record = await findImport(c)
  if (record === null) {
    return showGone(c, GONE)
  }
  const typed = textValues(await c.req.parseBody())
  return answer(c, await runImport(c.env, authorOf(c), record.id, readStep(typed)))
})

importSteps.post('/imports/:import/deletions', requireAdmin, async (c) => {
  const done = await discardImport(c.env, authorOf(c), c.req.param('import'))
  return done.ok ? redirect(c, `${marketplaceAddress(c)}/imports`) : answer(c, done)
})

function readStep(typed: Record<string, string>): { form: string; seenAt: number } {
  return { form: readFormId(typed.id), seenAt: Number(typed.madeFrom) || 0 }
}

/** The page shows how the import is now, whether the command was done or not. */
function answer(c: Context<Web>, result: { ok: true } | { ok: false; sentence: string }): Promise<Response> {
  const at = `${marketplaceAddress(c)}/imports/${c.req.param('import')}`
  return result.ok ? redirect(c, at) : redirect(c, at, { kind: 'failed', text: result.sentence })
}

/** What was typed is shown again, where the import is still where the form was made. */
async function refuse(
  c: Context<Web>,
  step: FormStep,
  values: Record<string, string>,
  errors: Record<string, string>,
): Promise<Response> {
  const record = await findImport(c)
  return record === null ? showGone(c, GONE) : showRecord(c, record, { step, filled: { values, errors } })
}
