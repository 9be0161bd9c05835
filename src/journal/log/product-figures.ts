/** What came of each product's events, counted over the log's newest entries by when they happened, as the counts of days are. */
import { FAILED, type Outcome } from '../../model/outcome'
import type { ProductFigures } from '../queries'

const ENROLLED: readonly Outcome[] = ['enrolled', 'renewed']
const ENDED: readonly Outcome[] = ['expired']

/** By product id. @param since epoch ms */
export function countByProduct(sql: SqlStorage, since: number): Record<string, ProductFigures> {
  const rows = sql
    .exec<{ product: string; outcome: Outcome; count: number }>(
      `SELECT product, outcome, count(*) AS count FROM log
       WHERE product IS NOT NULL AND line ->> '$.happenedAt' >= ? GROUP BY product, outcome`,
      since,
    )
    .toArray()
  const sales = sql
    .exec<{ product: string; sales: number }>(
      `SELECT product, count(DISTINCT event) AS sales FROM log
       WHERE product IS NOT NULL AND line ->> '$.happenedAt' >= ? AND fired = 'product.purchased' GROUP BY product`,
      since,
    )
    .toArray()
  const salesOf = new Map(sales.map((row) => [row.product, row.sales]))
  const byProduct = Map.groupBy(rows, ({ product }) => product)
  return Object.fromEntries(
    [...byProduct].map(([product, counted]) => {
      const sum = (outcomes: readonly Outcome[]) =>
        counted.filter(({ outcome }) => outcomes.includes(outcome)).reduce((total, { count }) => total + count, 0)
      return [
        product,
        { enrolled: sum(ENROLLED), ended: sum(ENDED), failed: sum(FAILED), sales: salesOf.get(product) ?? 0 },
      ]
    }),
  )
}
