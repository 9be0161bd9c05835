/** Takes back what a rule did in a span of time. Also a deleted rule's, whose entries still name it. */
import { type Context, Hono } from 'hono'
import { SpanForm } from '../../../views/undo/span-form'
import { UndoPage } from '../../../views/undo/undo-preview'
import { previewUndo, type UndoPreview } from '../../dispatch/undo-preview'
import { undoRule } from '../../journal/undo/undo-commands'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { PHRASES } from '../http/phrases'
import { readViewer, redirect, renderPage } from '../http/respond'
import { findSection, listCrumbsBelow } from '../rules/show'
import { requireAdmin } from '../security/guard'
import { readShownSpan, readSpan } from './span'

export const undoRulePage = new Hono<Web>()

const NOTHING: UndoPreview = {
  customers: 0,
  more: false,
  entries: 0,
  waiting: 0,
  sent: 0,
  unreachable: 0,
  page: 1,
  pages: 1,
  lines: [],
}

undoRulePage.get('/rules/:rule/undo', requireAdmin, async (c) => {
  const about = await findAbout(c)
  if (about === null) {
    return c.notFound()
  }
  const { id, name, section, crumbs, back } = about
  const { typed, span } = readSpan(c.req.query(), readViewer(c))
  const extent = span && { kind: 'rule' as const, rule: id, ...span }
  const page = Number(c.req.query('page')) || 1
  const preview = extent === null ? NOTHING : await previewUndo(c.env, c.var.member.marketplace.id, extent, page)
  const at = `${marketplaceAddress(c)}/rules/${encodeURIComponent(id)}`
  const main = (
    <UndoPage
      base={marketplaceAddress(c)}
      phrases={PHRASES}
      title={`Undo what “${name}” did`}
      crumbs={crumbs}
      preview={preview}
      what="Undo what this rule did"
      confirm="Undo It All"
      action={`${at}/undos`}
      values={{ id: crypto.randomUUID(), from: String(span?.from ?? 0), until: String(span?.until ?? 0) }}
      back={back}
      at={`${at}/undo?${new URLSearchParams({ from: typed.from, until: typed.until })}`}
      remarks={['The rule itself stays as it is. Change it or switch it off first, or it goes on as before.']}
    >
      <SpanForm action={`${at}/undo`} typed={typed} />
    </UndoPage>
  )
  return renderPage(c, { title: `Undo what ${name} did`, section, main })
})

undoRulePage.post('/rules/:rule/undos', requireAdmin, async (c) => {
  const about = await findAbout(c)
  if (about === null) {
    return c.notFound()
  }
  const form = textValues(await c.req.parseBody())
  const { id: rule, name } = about
  const span = readShownSpan(form)
  const started = await undoRule(c.env, authorOf(c), readFormId(form.id), { rule, name, ...span })
  const base = marketplaceAddress(c)
  return started.ok
    ? redirect(c, `${base}/jobs`)
    : redirect(c, `${base}/rules/${encodeURIComponent(rule)}/undo`, { kind: 'failed', text: started.sentence })
})

/** Null for a rule that this marketplace never had, or of which no entry is left. */
async function findAbout(c: Context<Web>) {
  const id = c.req.param('rule') ?? ''
  const base = marketplaceAddress(c)
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, id)
  if (rule !== null) {
    const crumbs = await listCrumbsBelow(c, rule)
    return { id, name: rule.name, section: findSection(rule), crumbs, back: `${base}/rules/${encodeURIComponent(id)}` }
  }
  const { rows } = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).log({ rule: id, limit: 1 })
  const name = rows[0]?.rule?.name
  const logs = `${base}/logs`
  return name === undefined
    ? null
    : { id, name, section: 'Logs' as const, crumbs: [{ label: 'Logs', href: logs }], back: logs }
}
