/** Concerns by customer and marketplace, one row each, so that they are found without looking at every customer. */
import { CONCERN_CAUSES, type Concern, type ConcernsByCause } from '../../../model/concern'
import type { FoundConcern } from '../concerns/concerns'

/** Named per cause. */
const MOST_NAMED = 50

type Row = { marketplace: string; id: string; news: number; dismissed: number | null; concern: string }

const OPEN = 'since <= ? AND (until IS NULL OR until > ?) AND dismissed IS NOT news'

export function openConcerns(sql: SqlStorage) {
  const list = (customer: string) =>
    sql
      .exec<Row>('SELECT marketplace, id, news, dismissed, concern FROM concerns WHERE customer = ?', customer)
      .toArray()
  return {
    /** Writes what differs. The caller holds a transaction. */
    write(customer: string, found: FoundConcern[]): void {
      const known = list(customer)
      for (const { marketplace, id } of known) {
        if (!found.some((one) => one.marketplace === marketplace && one.concern.id === id)) {
          sql.exec(
            'DELETE FROM concerns WHERE customer = ? AND marketplace = ? AND id = ?',
            ...[customer, marketplace, id],
          )
        }
      }
      for (const { marketplace, news, concern } of found) {
        const text = JSON.stringify(concern)
        const before = known.find((one) => one.marketplace === marketplace && one.id === concern.id)
        if (before?.concern !== text || before.news !== news) {
          const { id, cause, since, until } = concern
          sql.exec(
            'INSERT OR REPLACE INTO concerns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
            ...[customer, marketplace, id, cause, since, until, news, before?.dismissed ?? null, text],
          )
        }
      }
    },

    delete(customer: string): void {
      sql.exec('DELETE FROM concerns WHERE customer = ?', customer)
    },

    /** Null once it is resolved. */
    dismiss(customer: string, marketplace: string, id: string): Concern | null {
      const known = list(customer).find((one) => one.marketplace === marketplace && one.id === id)
      if (known !== undefined) {
        sql.exec(
          'UPDATE concerns SET dismissed = news WHERE customer = ? AND marketplace = ? AND id = ?',
          ...[customer, marketplace, id],
        )
      }
      return known === undefined ? null : toConcern(known)
    },

    /** A marketplace's, by cause; causes without any are left out. */
    groups(marketplace: string, now: number): ConcernsByCause[] {
      return CONCERN_CAUSES.flatMap((cause) => {
        const where = `FROM concerns WHERE marketplace = ? AND cause = ? AND ${OPEN}`
        const values = [marketplace, cause, now, now]
        const { count, customers } = sql
          .exec<{ count: number; customers: number }>(
            `SELECT count(*) AS count, count(DISTINCT customer) AS customers ${where}`,
            ...values,
          )
          .one()
        const rows = sql.exec<{ concern: string }>(
          `SELECT concern ${where} ORDER BY since DESC LIMIT ${MOST_NAMED}`,
          ...values,
        )
        return count === 0 ? [] : [{ cause, count, customers, newest: rows.toArray().map(toConcern) }]
      })
    },

    /** A customer's, newest first. */
    ofCustomer(customer: string, marketplace: string, now: number): Concern[] {
      const rows = sql.exec<{ concern: string }>(
        `SELECT concern FROM concerns WHERE customer = ? AND marketplace = ? AND ${OPEN} ORDER BY since DESC`,
        ...[customer, marketplace, now, now],
      )
      return rows.toArray().map(toConcern)
    },
  }
}

function toConcern({ concern }: { concern: string }): Concern {
  return JSON.parse(concern)
}
