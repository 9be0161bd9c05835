/** What the store sold and never reported. Routes are relative to /m/:marketplace. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { LostSalesPage } from '../../../views/lost-sales/lost-sales-page'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import type { FormValues } from '../../../views/parts/form-values'
import { countLostSales, endsAccess, fixAllLostSales, fixLostSale } from '../../attention/lost-sale-words'
import { compareNow, dismissLostSale, settleLostSales } from '../../imports/lost-sales/commands'
import { removeSamCartKey, saveSamCartKey } from '../../imports/lost-sales/key-commands'
import { COMPARE_SALES } from '../../imports/lost-sales/kind-ids'
import { findKey } from '../../imports/samcart-api/key-store'
import { isLostSaleKind } from '../../journal/lost-sales/lost-sale'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, line, newForm, readFormId, textValues, validateForm, withError } from '../http/form'
import { isPartial } from '../http/partial'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

const KEY_CHARACTERS = 500
const keyForm = z.object({ id: formId, key: line('SamCart API Key', KEY_CHARACTERS) })

export const lostSales = new Hono<Web>()

lostSales.get('/lost-sales', (c) => show(c, newForm(), 200))

lostSales.post(
  '/lost-sales/keys',
  requireAdmin,
  validateForm(keyForm, (c, filled) => show(c, filled)),
  async (c) => {
    const typed = c.req.valid('form')
    const saved = await saveSamCartKey(c.env, authorOf(c), typed)
    if (!saved.ok) {
      return show(c, withError({ id: typed.id }, saved.reason === 'no admin' ? '' : 'key', saved.sentence))
    }
    return back(c, 'done', 'The key works. Sales are being compared now, and every night from now on.')
  },
)

lostSales.get('/lost-sales/keys/deletion', requireAdmin, async (c) => {
  const base = marketplaceAddress(c)
  if ((await findKey(c.env.DB, c.var.member.marketplace.id)) === null) {
    return redirect(c, `${base}/lost-sales`)
  }
  const main = (
    <ConfirmPage
      title="Remove SamCart’s API key?"
      crumbs={[{ label: 'Lost sales', href: `${base}/lost-sales` }]}
      takes={['Sales are no longer compared with SamCart.', 'The key is deleted here; in SamCart it stays valid.']}
      stays={['What was found stays listed.', 'Everything that SamCart reports is handled as before.']}
      action={`${base}/lost-sales/keys/deletions`}
      confirm="Remove the Key"
      back={`${base}/lost-sales`}
    />
  )
  return renderPage(c, { title: 'Remove SamCart’s API key', section: 'Webhook', main })
})

lostSales.post('/lost-sales/keys/deletions', requireAdmin, async (c) => {
  const removed = await removeSamCartKey(c.env, authorOf(c))
  return removed.ok ? back(c, 'done', 'The key is removed.') : back(c, 'failed', removed.sentence)
})

lostSales.post('/lost-sales/comparisons', requireAdmin, async (c) => {
  await compareNow(c.env, authorOf(c))
  return back(c, 'done', 'Sales are being compared. What is missing appears here.')
})

lostSales.post('/lost-sales/settlements', async (c) => {
  const { formId: form, kind, sale = '' } = textValues(await c.req.parseBody())
  const which = isLostSaleKind(kind) ? { kind } : { id: sale }
  const settled = await settleLostSales(c.env, authorOf(c), readFormId(form), which)
  if (!settled.ok) {
    return back(c, 'failed', settled.sentence)
  }
  const text =
    settled.job.endedAt === null ? 'In progress. Each becomes an entry in the log.' : (settled.job.result ?? '')
  return back(c, 'done', text)
})

lostSales.post('/lost-sales/dismissals', async (c) => {
  const { formId: form, sale = '' } = textValues(await c.req.parseBody())
  const left = await dismissLostSale(c.env, authorOf(c), readFormId(form), sale)
  return left.ok ? back(c, 'done', 'Left as it is. It is not listed again.') : back(c, 'failed', left.sentence)
})

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 422): Promise<Response> {
  const { id } = c.var.member.marketplace
  const journal = c.env.JOURNAL.getByName(id)
  const [key, found, overview, jobs] = await Promise.all([
    findKey(c.env.DB, id),
    journal.lostSales(),
    journal.overview(),
    journal.jobs(),
  ])
  const groups = found.groups.map(({ kind, count, sales }) => ({
    kind,
    count,
    sales,
    title: countLostSales(kind, count),
    fix: fixLostSale(kind),
    fixAll: fixAllLostSales(kind, count),
    isEnding: endsAccess(kind),
    newFormId: () => crypto.randomUUID(),
  }))
  const main = (
    <LostSalesPage
      base={marketplaceAddress(c)}
      groups={groups}
      found={found}
      savedAt={key?.savedAt ?? null}
      filled={filled}
      silentSince={overview.silent ? overview.lastEvent : null}
      isComparing={jobs.some(({ kind, status }) => kind === COMPARE_SALES && status === 'running')}
      isArriving={isPartial(c)}
    />
  )
  return renderPage(c, { title: 'Lost sales', section: 'Webhook', main }, status)
}

function back(c: Context<Web>, kind: 'done' | 'failed', text: string): Promise<Response> {
  return redirect(c, `${marketplaceAddress(c)}/lost-sales`, { kind, text })
}
