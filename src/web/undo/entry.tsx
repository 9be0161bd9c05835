/** Takes back what one entry did. */
import { Hono } from 'hono'
import { describeHappening, entryActsAddress, entryAddress } from '../../../views/parts/phrases'
import { UndoPage } from '../../../views/undo/undo-preview'
import { previewUndo } from '../../dispatch/undo-preview'
import { TOO_LATE } from '../../journal/log/entry-commands'
import { undoEntry } from '../../journal/undo/undo-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { PHRASES } from '../http/phrases'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const undoEntryPage = new Hono<Web>()

undoEntryPage.get('/logs/:entry/undo', requireAdmin, async (c) => {
  const marketplace = c.var.member.marketplace.id
  const base = marketplaceAddress(c)
  const entry = await c.env.JOURNAL.getByName(marketplace).entry(c.req.param('entry'))
  if (entry === null) {
    return c.notFound()
  }
  const back = entryAddress(base, entry.id)
  if (!entry.buttons.some((button) => button === 'undo' || button === 'undo test')) {
    return redirect(c, back, { kind: 'failed', text: TOO_LATE })
  }
  const preview = await previewUndo(c.env, marketplace, { kind: 'entry', entry: entry.id }, 1)
  const isOfRule = entry.rule !== null && entry.buttons.includes('open rule')
  const rule = isOfRule && entry.rule !== null ? entry.rule : null
  const main = (
    <UndoPage
      base={base}
      phrases={PHRASES}
      title="Undo this entry?"
      crumbs={[{ label: `${entry.customer?.name ?? 'Entry'}, ${describeHappening(PHRASES, entry)}`, href: back }]}
      preview={preview}
      what="Undo what this entry did"
      confirm="Undo"
      action={`${entryActsAddress(base, entry.id)}/undos`}
      values={{ id: crypto.randomUUID() }}
      back={back}
      at={`${back}/undo`}
      remarks={
        rule === null
          ? []
          : [
              <>
                Did the rule do this to others as well?{' '}
                <a href={`${base}/rules/${encodeURIComponent(rule.id)}/undo`}>Undo what “{rule.name}” did</a>
              </>,
            ]
      }
    />
  )
  return renderPage(c, { title: 'Undo this entry', section: 'Logs', main })
})

undoEntryPage.post('/entries/:entry/undos', requireAdmin, async (c) => {
  const base = marketplaceAddress(c)
  const id = c.req.param('entry')
  if ((await c.env.JOURNAL.getByName(c.var.member.marketplace.id).entry(id)) === null) {
    return c.notFound()
  }
  const form = textValues(await c.req.parseBody())
  const undone = await undoEntry(c.env, authorOf(c), readFormId(form.id), id)
  return undone.ok
    ? redirect(c, entryAddress(base, undone.entry), { kind: 'done', text: 'It is being undone.' })
    : redirect(c, entryAddress(base, id), { kind: 'failed', text: undone.sentence })
})
