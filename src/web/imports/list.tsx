import { type Context, Hono } from 'hono'
import { ImportListPage } from '../../../views/imports/import-list'
import type { FormValues } from '../../../views/parts/form-values'
import { uploadOrders } from '../../imports/commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { newForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { jobOf } from './job-of'

const NONE_CHOSEN = 'Choose the CSV file that your store exported.'

export const importList = new Hono<Web>()

importList.get('/imports', requireAdmin, (c) => show(c, newForm()))

importList.post('/imports', requireAdmin, async (c) => {
  const contentType = c.req.header('content-type') ?? ''
  const { body } = c.req.raw
  if (body === null || !contentType.startsWith('multipart/form-data')) {
    return show(c, withError(newForm().values, 'file', NONE_CHOSEN))
  }
  const uploaded = await uploadOrders(c.env, authorOf(c), { body, contentType })
  return uploaded.ok
    ? redirect(c, `${marketplaceAddress(c)}/imports/${uploaded.id}`)
    : show(c, withError(newForm().values, 'file', uploaded.sentence))
})

async function show(c: Context<Web>, filled: FormValues): Promise<Response> {
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  const [records, jobs] = await Promise.all([journal.imports(), journal.jobs()])
  const imports = records.map((record) => ({ ...record, isPaused: jobOf(record, jobs)?.status === 'paused' }))
  const main = <ImportListPage base={marketplaceAddress(c)} imports={imports} filled={filled} />
  const status = Object.keys(filled.errors).length > 0 ? 422 : 200
  return renderPage(c, { title: 'Import past orders', section: 'Customers', main }, status)
}
