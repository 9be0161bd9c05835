import type { LogRow } from '../../src/journal/queries'
import { Badge, OutcomeBadge } from '../parts/badge'
import { type Column, DataTable } from '../parts/data-table'
import { customerAddress, describeHappening, entryAddress, type Phrases } from '../parts/phrases'
import { useViewer } from '../parts/viewer'
import { plainDate, shortTime, When } from '../parts/when'
import { filteredAddress, type LogFilters, NO_FILTERS } from './filters'
import { type FixView, MainFix } from './main-fix'
import { OutcomeMeaning } from './outcome-meaning'

interface LogTableProps {
  base: string
  phrases: Phrases
  caption: string
  rows: LogRow[]
  /** With a box before each, named `entry`. */
  selectable?: boolean | undefined
  /** The list's own, so that entries lead back to it. */
  filters?: LogFilters | undefined
  /** What fixes an entry's cause, by its id. */
  fixes?: Record<string, FixView> | undefined
  /** The page names the customer already. */
  isOneCustomer?: boolean | undefined
}

export function LogTable({
  base,
  phrases,
  caption,
  rows,
  selectable = false,
  filters = NO_FILTERS,
  fixes = {},
  isOneCustomer = false,
}: LogTableProps) {
  const viewer = useViewer()
  const box: Column<LogRow> = {
    head: 'Select',
    kind: 'actions',
    class: 'log-box',
    cell: (row) => <input type="checkbox" name="entry" value={row.id} aria-label={`Select ${describeSubject(row)}`} />,
  }
  const who: Column<LogRow> = {
    head: 'Customer',
    class: 'log-who',
    cell: (row) => <Who base={base} customer={row.customer} />,
  }
  const columns: Column<LogRow>[] = [
    ...(selectable ? [box] : []),
    // Words alone: forty exact times weigh too much, and each entry's page has its own.
    { head: 'When', class: 'when', cell: (row) => shortTime(viewer, row.at) },
    ...(isOneCustomer ? [] : [who]),
    {
      head: 'What happened',
      kind: 'name',
      class: 'log-what',
      cell: (row) => <What phrases={phrases} row={row} href={filteredAddress(entryAddress(base, row.id), filters)} />,
    },
    {
      head: 'Result',
      class: 'log-result',
      cell: (row) => <Result phrases={phrases} row={row} />,
    },
    {
      head: 'Why',
      class: 'log-why',
      cell: (row) => <Why base={base} phrases={phrases} row={row} fix={fixes[row.id]} />,
    },
  ]
  return <DataTable class="log" caption={caption} columns={columns} rows={rows} rowId={(row) => `entry-${row.id}`} />
}

function Who({ base, customer }: { base: string; customer: LogRow['customer'] }) {
  if (!customer) {
    return <span class="muted">No customer named</span>
  }
  return (
    <>
      <a class="quiet-link" href={customerAddress(base, customer.email)}>
        {customer.name ?? customer.email}
      </a>
      {customer.name && <span class="aside">{customer.email}</span>}
    </>
  )
}

function What({ phrases, row, href }: { phrases: Phrases; row: LogRow; href: string }) {
  return (
    <>
      <a class="row-link" href={href}>
        {describeHappening(phrases, row)}
      </a>
      <span class="aside">{describeSubject(row)}</span>
      {row.test && (
        <Badge tone="quiet" icon="flask">
          test
        </Badge>
      )}
    </>
  )
}

/** Beyond this delay between the event and its report, both dates are shown. */
const LATE_MS = 86_400_000

function LateNotice({ row: { happenedAt, receivedAt } }: { row: LogRow }) {
  const viewer = useViewer()
  return receivedAt - happenedAt < LATE_MS ? null : (
    <p class="muted small">Happened on {plainDate(viewer, happenedAt)}.</p>
  )
}

function Result({ phrases, row }: { phrases: Phrases; row: LogRow }) {
  return (
    <>
      <OutcomeBadge phrases={phrases} of={row} />
      {row.resolved && (
        <Badge tone="quiet" icon="check">
          {row.resolved.how}
        </Badge>
      )}
    </>
  )
}

interface WhyProps {
  base: string
  phrases: Phrases
  row: LogRow
  fix: FixView | undefined
}

/** Cut to a line where there is little room; opening it unfolds the whole row. */
function Why({ base, phrases, row, fix }: WhyProps) {
  return (
    <div class="why">
      <details>
        <summary>
          {row.sentence} <NextTry waiting={row.waiting} />
        </summary>
        <LateNotice row={row} />
        <OutcomeMeaning base={base} phrases={phrases} of={row} />
      </details>
      {fix && <MainFix fix={fix} small />}
    </div>
  )
}

export function NextTry({ waiting }: { waiting: LogRow['waiting'] }) {
  const { now } = useViewer()
  if (!waiting) {
    return null
  }
  if (!waiting.parked && waiting.at <= now) {
    return <>Next try any moment.</>
  }
  return waiting.parked ? (
    <>
      <abbr title="Waits without trying, because trying can’t help yet. It runs automatically once that is over.">
        Parked
      </abbr>{' '}
      <When at={waiting.at} as="ago" />; nothing is lost.
    </>
  ) : (
    <>
      Next try <When at={waiting.at} as="ago" />.
    </>
  )
}

/** "Power Yoga · order 19026152" */
export function describeSubject(row: Pick<LogRow, 'product' | 'orderId' | 'subscriptionId' | 'repeats'>): string {
  const purchase = row.orderId ? `order ${row.orderId}` : row.subscriptionId && `subscription ${row.subscriptionId}`
  const labels = row.repeats > 0 && `received ${row.repeats + 1} times`
  return [row.product && (row.product.name ?? `product ${row.product.id}`), purchase, labels]
    .filter(Boolean)
    .join(' · ')
}
