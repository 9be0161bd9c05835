import type { CustomerNote } from '../../src/journal/queries'
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { TextAreaField } from '../parts/fields'
import { When } from '../parts/when'

export interface NotesCardProps {
  /** Of the customer's page. */
  address: string
  formId: string
  notes: CustomerNote[]
  /** Who may delete a note: its author, and admins. */
  mayDelete: (note: CustomerNote) => boolean
  /** What was typed and could not be saved, and why. */
  draft: { text: string; error: string } | null
}

export function NotesCard({ address, formId, notes, mayDelete, draft }: NotesCardProps) {
  return (
    <Card title="Notes" id="notes">
      <div class="stack">
        {notes.length > 0 && (
          <ul class="lines notes">
            {notes.map((note) => (
              <li>
                <div>
                  <span class="note-text">{note.text}</span>
                  <span class="under">
                    {note.author} · <When at={note.at} />
                  </span>
                </div>
                {mayDelete(note) && (
                  <form method="post" action={`${address}/notes/${encodeURIComponent(note.id)}/deletions`}>
                    <Button small>
                      Delete <span class="visually-hidden">the note of {note.author}</span>
                    </Button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        )}
        <form class="form" method="post" action={`${address}/notes`}>
          <input type="hidden" name="id" value={formId} />
          <TextAreaField
            name="text"
            label="New note"
            value={draft?.text ?? ''}
            error={draft?.error}
            rows={2}
            hint="Your team reads it here, under your name."
          />
          <div class="row">
            <Button small>Add Note</Button>
          </div>
        </form>
      </div>
    </Card>
  )
}
