/** Senders' words: those not understood yet, and those given a meaning. */
import type { NotUnderstoodWord } from '../../src/journal/queries'
import { PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { entryAddress } from '../parts/phrases'
import { When } from '../parts/when'

interface ChosenWordRow {
  format: string
  word: string
  spelling: string
  /** In words. */
  meaning: string
}

interface SenderWordsProps {
  base: string
  notUnderstood: NotUnderstoodWord[]
  chosen: ChosenWordRow[]
}

export function SenderWords({ base, notUnderstood, chosen }: SenderWordsProps) {
  return notUnderstood.length === 0 && chosen.length === 0 ? null : (
    <Card title="Words of your senders" id="words">
      <div class="stack">
        {notUnderstood.length > 0 && (
          <>
            <p>We don’t know what these mean, so they changed nothing. Open one and choose “Treat as…”.</p>
            <DataTable caption="Words not understood" columns={openColumns(base)} rows={notUnderstood} />
          </>
        )}
        {chosen.length > 0 && (
          <DataTable caption="Words whose meaning was chosen" columns={chosenColumns(base)} rows={chosen} />
        )}
      </div>
    </Card>
  )
}

function openColumns(base: string): Column<NotUnderstoodWord>[] {
  return [
    {
      head: 'Word',
      kind: 'name',
      cell: ({ word, newest }) => <a href={entryAddress(base, newest.entry)}>{word}</a>,
    },
    { head: 'Posts', labeled: true, cell: ({ count }) => count },
    { head: 'Last', labeled: true, cell: ({ newest }) => <When at={newest.receivedAt} as="short" /> },
  ]
}

function chosenColumns(base: string): Column<ChosenWordRow>[] {
  return [
    { head: 'Word', kind: 'name', cell: ({ spelling }) => spelling },
    { head: 'Treated as', labeled: true, cell: ({ meaning }) => meaning },
    {
      head: 'Actions',
      kind: 'actions',
      cell: ({ format, word, spelling }) => (
        <PostButton small look="plain" action={`${base}/webhook/words/deletions`} values={{ format, word }}>
          Forget<span class="visually-hidden"> “{spelling}”</span>
        </PostButton>
      ),
    },
  ]
}
