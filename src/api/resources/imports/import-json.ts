/** An import as JSON. */
import type { PastOrder } from '../../../imports/orders/past-order'
import type { FateCounts, ImportRecord, StoredOrder } from '../../../journal/imports/import-record'
import { toTime } from '../../contract/values'
import { FATES } from './operations'

export function toImportJson(record: ImportRecord) {
  const { id, name, person, stage, format, columns, rows, mapping, products, orders, wrong, choice, calls } = record
  return {
    id,
    name,
    person,
    stage,
    uploaded_at: toTime(record.uploadedAt),
    changed_at: toTime(record.changedAt),
    started_at: toTime(record.startedAt),
    ended_at: toTime(record.endedAt),
    format,
    columns: columns.map(({ name, examples }) => ({ name, examples })),
    rows,
    mapping: mapping && {
      columns: mapping.columns,
      meaning: mapping.meaning,
      date_style: mapping.dateStyle,
      product: mapping.product,
      time_zone: mapping.zone,
    },
    problem: record.problem,
    products,
    orders,
    wrong,
    choice,
    foreseen: toCounts(record.foreseen),
    foreseen_calls: calls,
    did: toCounts(record.did),
  }
}

export function toOrderJson({ line, doc, problem, foreseen, did }: StoredOrder) {
  const order = problem === null ? (doc as PastOrder) : null
  const answer = did ?? foreseen
  return {
    line,
    problem,
    type: order?.type ?? null,
    happened_at: toTime(order?.happenedAt ?? null),
    email: order?.customer.email ?? null,
    product: order && { id: order.product.id, name: order.product.name },
    order: order?.orderId ?? null,
    subscription: order?.subscriptionId ?? null,
    result: answer && { fate: answer.fate, outcome: answer.outcome, sentence: answer.sentence, final: did !== null },
  }
}

function toCounts(counts: FateCounts) {
  return FATES.flatMap((fate) => (counts[fate] ? [{ fate, count: counts[fate] }] : []))
}
