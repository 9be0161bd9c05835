/** Notes on a customer, under their author's name. The audit trail names no customer, so the note itself says who wrote it when. */
import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../../accounts/admin-batch'
import type { Author } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'

/** A page of text. */
export const NOTE_CHARACTERS = 2_000

const refuse = refuseWith({
  empty: 'Write something first.',
  'too long': `A note holds ${NOTE_CHARACTERS.toLocaleString('en-US')} characters. Shorten it, or write two.`,
  full: 'This customer has 200 notes, the maximum. Delete one first.',
})

/** The same id again is the same note. */
export async function addNote(
  env: Pick<Env, 'JOURNAL'>,
  { marketplace, person }: Author,
  { id, email, text }: { id: string; email: string; text: string },
): Promise<CommandResult<'empty' | 'too long' | 'full'>> {
  const written = text.trim()
  if (written === '') {
    return refuse('empty')
  }
  if (written.length > NOTE_CHARACTERS) {
    return refuse('too long')
  }
  const author = displayName(person)
  const note = { id, person: person.id, author, text: written }
  return (await env.JOURNAL.getByName(marketplace).addNote(email, note)) ? { ok: true } : refuse('full')
}

/** By its author, or an admin. What is gone already stays so. */
export async function deleteNote(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  { id, email }: { id: string; email: string },
): Promise<CommandResult<'no admin'>> {
  const journal = env.JOURNAL.getByName(author.marketplace)
  const { notes } = await journal.customer(email)
  const note = notes.find((one) => one.id === id)
  if (note !== undefined && note.person !== author.person.id) {
    const refused = await refuseFormerAdmin(drizzle(env.DB), author)
    if (refused !== null) {
      return refused
    }
  }
  await journal.deleteNote(email, id)
  return { ok: true }
}
