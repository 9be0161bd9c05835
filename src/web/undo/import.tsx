/** Takes back what the events of an import did. */
import { Hono } from 'hono'
import { UndoPage } from '../../../views/undo/undo-preview'
import { previewUndo } from '../../dispatch/undo-preview'
import { undoImport } from '../../journal/undo/undo-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { PHRASES } from '../http/phrases'
import { redirect, renderPage } from '../http/respond'
import { findImport } from '../imports/show'
import { requireAdmin } from '../security/guard'

export const undoImportPage = new Hono<Web>()

undoImportPage.get('/imports/:import/undo', requireAdmin, async (c) => {
  const record = await findImport(c)
  if (record === null) {
    return c.notFound()
  }
  const base = marketplaceAddress(c)
  const back = `${base}/imports/${record.id}`
  const extent = { kind: 'import' as const, import: record.id }
  const page = Number(c.req.query('page')) || 1
  const main = (
    <UndoPage
      base={base}
      phrases={PHRASES}
      title={`Undo the import “${record.name}”?`}
      crumbs={[
        { label: 'Customers', href: `${base}/customers` },
        { label: 'Import past orders', href: `${base}/imports` },
        { label: record.name, href: back },
      ]}
      preview={await previewUndo(c.env, c.var.member.marketplace.id, extent, page)}
      what="Undo what its orders did"
      confirm="Undo This Import"
      action={`${back}/undos`}
      values={{ id: crypto.randomUUID() }}
      back={back}
      at={`${back}/undo`}
      remarks={['Its orders stay known as bought, so importing them again changes nothing. Replay runs one of them.']}
    />
  )
  return renderPage(c, { title: 'Undo an import', section: 'Customers', main })
})

undoImportPage.post('/imports/:import/undos', requireAdmin, async (c) => {
  const record = await findImport(c)
  if (record === null) {
    return c.notFound()
  }
  const form = textValues(await c.req.parseBody())
  const started = await undoImport(c.env, authorOf(c), readFormId(form.id), record.id)
  const base = marketplaceAddress(c)
  return started.ok
    ? redirect(c, `${base}/jobs`)
    : redirect(c, `${base}/imports/${record.id}`, { kind: 'failed', text: started.sentence })
})
