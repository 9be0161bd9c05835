import { type Context, Hono } from 'hono'
import { addNote, deleteNote } from '../../journal/customers/note-commands'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { redirect } from '../http/respond'
import { readCustomerAddress } from './customer-address'
import { showCustomerPage } from './show'

export const customerNotes = new Hono<Web>()

customerNotes.post('/customers/:email/notes', async (c) => {
  const { email, address } = readCustomerAddress(c)
  const { id, text = '' } = textValues(await c.req.parseBody())
  const added = await addNote(c.env, authorOf(c), { id: readFormId(id), email, text })
  return added.ok
    ? redirect(c, `${address}#notes`, { kind: 'done', text: 'Note added.' })
    : showCustomerPage(c, { note: { text, error: added.sentence } })
})

customerNotes.post('/customers/:email/notes/:note/deletions', async (c: Context<Web>) => {
  const { email, address } = readCustomerAddress(c)
  const deleted = await deleteNote(c.env, authorOf(c), { email, id: c.req.param('note') ?? '' })
  const flash = deleted.ok
    ? ({ kind: 'done', text: 'Note deleted.' } as const)
    : ({ kind: 'failed', text: deleted.sentence } as const)
  return redirect(c, `${address}#notes`, flash)
})
