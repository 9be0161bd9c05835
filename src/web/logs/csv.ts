import { describeHappening } from '../../../views/parts/phrases'
import { KINDS } from '../../integrations'
import type { LogRow } from '../../journal/queries'
import { labelTrigger } from '../../model/trigger'
import { BYTE_ORDER_MARK, formatInstant, toCsvLine } from '../http/csv'
import { PHRASES } from '../http/phrases'

const COLUMNS: [head: string, cell: (row: LogRow) => string | null | undefined][] = [
  ['When (UTC)', (row) => formatInstant(row.at)],
  ['Happened (UTC)', (row) => formatInstant(row.happenedAt)],
  ['Outcome', (row) => PHRASES.outcome(row.outcome, row.action)],
  ['Why', (row) => row.sentence],
  ['Trigger', (row) => (row.trigger ? labelTrigger(row.trigger) : row.typeWord)],
  ['Customer', (row) => row.customer?.name],
  ['Email', (row) => row.customer?.email],
  ['Product ID', (row) => row.product?.id],
  ['Product', (row) => row.product?.name],
  ['Order', (row) => row.orderId],
  ['Subscription', (row) => row.subscriptionId],
  ['Rule', (row) => row.rule?.name],
  ['Integration', (row) => row.integration?.name],
  ['Action', (row) => row.action && KINDS.action(row.action).label],
  ['Target', (row) => row.target?.name],
  ['Test', (row) => (row.test ? 'yes' : '')],
  ['Repeats', (row) => (row.repeats > 0 ? String(row.repeats) : '')],
  ['Reported', (row) => describeHappening(PHRASES, row)],
  ['Event', (row) => row.event],
]

/** With a header line. */
export function toCsv(rows: LogRow[]): string {
  const lines = [COLUMNS.map(([head]) => head), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row) ?? ''))]
  return BYTE_ORDER_MARK + lines.map(toCsvLine).join('')
}
