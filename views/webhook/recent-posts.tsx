import type { ReceivedEvent, RefusedPost } from '../../src/journal/queries'
import { OutcomeBadge } from '../parts/badge'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { entryAddress, type Phrases } from '../parts/phrases'
import { When } from '../parts/when'

type ReceivedPost = ReceivedEvent & { label: string }

export function LastReceived({
  base,
  phrases,
  received,
}: {
  base: string
  phrases: Phrases
  received: ReceivedPost[]
}) {
  return (
    <Card title="Last events received" actions={<a href={`${base}/logs`}>All in the log</a>}>
      {received.length === 0 ? (
        <p class="muted">
          None yet. Send one with an example from <a href={`${base}/webhook/senders`}>Other senders</a>.
        </p>
      ) : (
        <DataTable caption="Last events received" columns={receivedColumns(base, phrases)} rows={received} />
      )}
    </Card>
  )
}

function receivedColumns(base: string, phrases: Phrases): Column<ReceivedPost>[] {
  return [
    { head: 'When', class: 'when', cell: (row) => <When at={row.receivedAt} as="short" /> },
    {
      head: 'Event',
      kind: 'name',
      cell: (row) => (
        <>
          <a href={entryAddress(base, row.entry)}>{row.label}</a>
          <span class="under anywhere">
            <bdi>{[row.customer, row.product?.name ?? row.product?.id].filter(Boolean).join(' · ')}</bdi>
          </span>
        </>
      ),
    },
    {
      head: 'Result',
      cell: (row) => (
        <>
          <OutcomeBadge phrases={phrases} of={row} />
          <span class="under">{row.sentence}</span>
        </>
      ),
    },
  ]
}

export function LastRefused({ base, refused }: { base: string; refused: { count: number; last: RefusedPost[] } }) {
  return (
    <Card title="Last posts refused">
      {refused.last.length === 0 ? (
        <p class="muted">None. Posts with a wrong key or signature appear here.</p>
      ) : (
        <>
          <p class="muted small">
            {refused.count.toLocaleString('en-US')} in all. Those answered with 400 or 422 are in the log. Others aren’t
            stored; without a resend they’re lost.
          </p>
          <DataTable caption="Last posts refused" columns={refusedColumns(base)} rows={groupRefusals(refused.last)} />
        </>
      )}
    </Card>
  )
}

interface RefusalGroup extends RefusedPost {
  /** Of those kept. */
  count: number
  /** Those of them that were accepted when they came again. */
  resent: NonNullable<RefusedPost['arrived']>[]
  /** What could be read of them: the words for what happened. */
  words: string[]
}

/** By answer and reason, the one with the newest post first. */
function groupRefusals(last: RefusedPost[]): RefusalGroup[] {
  return [...Map.groupBy(last, ({ status, reason }) => `${status} ${reason}`).values()].flatMap((same) =>
    same.slice(0, 1).map((newest) => ({
      ...newest,
      count: same.length,
      words: [...new Set(same.flatMap(({ word }) => word ?? []))],
      resent: same.flatMap(({ arrived }) => arrived ?? []),
    })),
  )
}

function refusedColumns(base: string): Column<RefusalGroup>[] {
  return [
    {
      head: 'Last',
      kind: 'name',
      cell: (row) => (
        <>
          <When at={row.at} />
          {row.count > 1 && <span class="under">{row.count} of the last posts</span>}
        </>
      ),
    },
    { head: 'Answer', labeled: true, cell: (row) => row.status },
    {
      head: 'Why',
      cell: (row) => (
        <>
          {row.reason}
          <Read {...row} />
          {row.entry && (
            <span class="under">
              <a href={entryAddress(base, row.entry)}>Its entry in the log</a>
            </span>
          )}
          <Resent base={base} {...row} />
        </>
      ),
    },
  ]
}

function Resent({ base, resent, count }: { base: string } & RefusalGroup) {
  const entries = new Map(resent.map((one) => [one.entry, one.at]))
  return resent.length === 0 ? null : (
    <span class="under">
      {resent.length === count ? 'Arrived' : `${resent.length} of these ${count} arrived`} after all:{' '}
      {[...entries].map(([entry, at], index) => (
        <>
          {index > 0 && ', '}
          <a href={entryAddress(base, entry)}>
            <When at={at} />
          </a>
        </>
      ))}
    </span>
  )
}

/** What could be read of them. */
function Read({ words, field }: RefusalGroup) {
  const said = words.length > 0 && (
    <>
      It said: <bdi>{words.join(', ')}</bdi>
    </>
  )
  const about = field && (
    <>
      field <code>{field}</code>
    </>
  )
  return said || about ? (
    <span class="under anywhere">
      {said}
      {said && about && ' · '}
      {about}
    </span>
  ) : null
}
