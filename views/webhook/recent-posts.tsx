import type { ReceivedEvent, Refusal } from '../../src/journal/queries'
import { OutcomeBadge } from '../parts/badge'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { When } from '../parts/when'

export interface RecentPosts {
  base: string
  received: (ReceivedEvent & { label: string })[]
  refused: { count: number; last: Refusal[] }
}

export function LastReceived({ base, received }: RecentPosts) {
  return (
    <Card title="Last events received" actions={<a href={`${base}/logs`}>All in the log</a>}>
      {received.length === 0 ? (
        <p class="muted">None yet. The example below sends one.</p>
      ) : (
        <DataTable caption="Last events received" columns={receivedColumns(base)} rows={received} />
      )}
    </Card>
  )
}

function receivedColumns(base: string): Column<RecentPosts['received'][number]>[] {
  return [
    { head: 'When', class: 'when', cell: (row) => <When at={row.receivedAt} as="lines" /> },
    {
      head: 'What was told',
      kind: 'name',
      cell: (row) => (
        <>
          <a href={`${base}/logs/${encodeURIComponent(row.entry)}`}>{row.label}</a>
          <span class="under anywhere">
            <bdi>{[row.customer, row.product?.name ?? row.product?.id].filter(Boolean).join(' · ')}</bdi>
          </span>
        </>
      ),
    },
    {
      head: 'What came of it',
      cell: (row) => (
        <>
          <OutcomeBadge outcome={row.outcome} />
          <span class="under">{row.sentence}</span>
        </>
      ),
    },
  ]
}

export function LastRefused({ refused }: RecentPosts) {
  return (
    <Card title="Last posts refused">
      {refused.last.length === 0 ? (
        <p class="muted">None. A mistyped key would show here.</p>
      ) : (
        <>
          <p class="muted small">
            {refused.count.toLocaleString('en-US')} in all. What is refused is not kept, so a sender that does not try
            again has lost it.
          </p>
          <DataTable caption="Last posts refused" columns={REFUSED_COLUMNS} rows={refused.last} />
        </>
      )}
    </Card>
  )
}

const REFUSED_COLUMNS: Column<Refusal>[] = [
  { head: 'When', kind: 'name', cell: (row) => <When at={row.at} /> },
  { head: 'Answer', labeled: true, cell: (row) => row.status },
  { head: 'Why', cell: (row) => row.reason },
]
