/** Before an undo runs: who would lose or regain what, and what keeps them. */
import type { Child } from 'hono/jsx'
import type { UndoneCustomer, UndoPreview } from '../../src/dispatch/undo-preview'
import type { Outcome } from '../../src/model/outcome'
import { OutcomeBadge } from '../parts/badge'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { type Crumb, PageHeader } from '../parts/page-header'
import { customerAddress, type Phrases } from '../parts/phrases'

interface UndoPageProps {
  base: string
  phrases: Phrases
  title: string
  crumbs: Crumb[]
  preview: UndoPreview
  /** What it asks, "Undo what this rule did", and what its button says. */
  what: string
  confirm: string
  action: string
  values: Record<string, string>
  back: string
  /** Its own address, without the page. */
  at: string
  remarks?: Child[]
  /** Chooses another span. */
  children?: Child
}

export function UndoPage(props: UndoPageProps) {
  const { base, phrases, title, crumbs, preview, children, back } = props
  const isNothing = preview.customers + preview.sent + preview.unreachable === 0
  return (
    <div class="page">
      <PageHeader title={title} crumbs={crumbs} />
      {children}
      {isNothing ? (
        <EmptyState title="Nothing to undo" action={<LinkButton href={back}>Back</LinkButton>}>
          Nothing was done here in this time, or it was undone already. Only the last 90 days can be undone.
        </EmptyState>
      ) : (
        <Question {...props} />
      )}
      {preview.lines.length > 0 && (
        <Card title="What would change">
          <div class="stack">
            <p>{summarize(preview)}</p>
            <Customers base={base} phrases={phrases} lines={preview.lines} />
            <Pages {...props} />
          </div>
        </Card>
      )}
    </div>
  )
}

function Question({ preview, what, confirm, action, values, back, remarks = [] }: UndoPageProps) {
  const { customers, more, waiting, sent, unreachable } = preview
  return (
    <Card>
      <form method="post" action={action} class="stack">
        {Object.entries(values).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p class="answer">
          {what} for {more && 'at least '}
          <Count of={customers} noun="customer" />.
        </p>
        <ul class="prose">
          <li>
            Access is worked out again as if this had never run. What was open before stays open, and so does what
            another purchase gives.
          </li>
          {waiting > 0 && (
            <li>
              <Count of={waiting} noun="entry" nouns="entries" /> still {waiting === 1 ? 'waits' : 'wait'}, and will not
              run.
            </li>
          )}
          {sent > 0 && (
            <li>
              <Count of={sent} noun="post" /> to a Notify URL cannot be taken back.
            </li>
          )}
          {unreachable > 0 && (
            <li>
              <Count of={unreachable} noun="entry" nouns="entries" /> cannot be undone: no integration reaches their
              site now.
            </li>
          )}
          {remarks.map((remark) => (
            <li>{remark}</li>
          ))}
          <li>
            Each customer gets a log entry under your name. If an event is delivered again, nothing happens; Retry and
            Replay still run it.
          </li>
        </ul>
        <div class="row">
          {customers > 0 && <Button look="danger">{confirm}</Button>}
          <LinkButton href={back}>Keep everything as it is</LinkButton>
        </div>
      </form>
    </Card>
  )
}

/** "1 customer loses access, 3 keep what they have." */
function summarize({ lines, pages }: UndoPreview): string {
  const having = (outcome: Outcome) =>
    lines.filter(({ changes }) => changes.some((one) => one.outcome === outcome)).length
  const [lost, regained] = [having('expired'), having('enrolled')]
  const same = lines.filter(({ changes }) => changes.every(({ outcome }) => !CHANGING.includes(outcome))).length
  const say = (count: number, one: string, more: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]
  const counts = [
    ...say(lost, 'loses access', 'lose access'),
    ...say(regained, 'regains access', 'regain access'),
    ...say(same, 'keeps what they have', 'keep what they have'),
  ]
    .join(', ')
    .replace(/^\d+/, (count) => `${count} customer${count === '1' ? '' : 's'}`)
  return pages === 1 ? `${counts}.` : `On this page: ${counts}.`
}

const CHANGING: readonly Outcome[] = ['expired', 'enrolled']

function Customers({ base, phrases, lines }: { base: string; phrases: Phrases; lines: UndoneCustomer[] }) {
  const columns: Column<UndoneCustomer>[] = [
    { head: 'Customer', kind: 'name', cell: ({ email }) => <a href={customerAddress(base, email)}>{email}</a> },
    { head: 'Entries', kind: 'number', labeled: true, cell: ({ entries }) => <Count of={entries} /> },
    {
      head: 'What happens',
      cell: ({ changes }) =>
        changes.map((change) => (
          <div>
            <OutcomeBadge phrases={phrases} of={change} />
            <span class="under">{change.sentence}</span>
          </div>
        )),
    },
  ]
  return <DataTable caption="Customers and what would change for them" columns={columns} rows={lines} class="undone" />
}

function Pages({ at, preview: { page, pages } }: UndoPageProps) {
  const address = (to: number) => `${at}${at.includes('?') ? '&' : '?'}page=${to}`
  return pages === 1 ? null : (
    <nav class="row" aria-label="Pages">
      {page > 1 && <LinkButton href={address(page - 1)}>Previous</LinkButton>}
      <span class="muted">
        Page {page} of {pages}
      </span>
      {page < pages && <LinkButton href={address(page + 1)}>Next</LinkButton>}
    </nav>
  )
}
