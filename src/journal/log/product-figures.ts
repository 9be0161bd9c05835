/** What came of each product's events, counted over the log's newest entries. */
import { FAILED, type Outcome } from '../../model/outcome'
import type { ProductFigures } from '../queries'

const ENROLLED: readonly Outcome[] = ['enrolled', 'renewed']
const ENDED: readonly Outcome[] = ['expired']

/** By product id. @param since epoch ms */
export function countByProduct(sql: SqlStorage, since: number): Record<string, ProductFigures> {
  const rows = sql
    .exec<{ product: string; outcome: Outcome; count: number }>(
      `SELECT product, outcome, count(*) AS count FROM log
       WHERE product IS NOT NULL AND at >= ? GROUP BY product, outcome`,
      since,
    )
    .toArray()
  const byProduct = Map.groupBy(rows, ({ product }) => product)
  return Object.fromEntries(
    [...byProduct].map(([product, counted]) => {
      const sum = (outcomes: readonly Outcome[]) =>
        counted.filter(({ outcome }) => outcomes.includes(outcome)).reduce((total, { count }) => total + count, 0)
      return [product, { enrolled: sum(ENROLLED), ended: sum(ENDED), failed: sum(FAILED) }]
    }),
  )
}
