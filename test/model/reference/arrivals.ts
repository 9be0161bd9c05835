/** In which orders a history may arrive, and what of it may arrive again. */
import { sized } from '../../depth'
import type { Report } from './terms'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** All orders of a few, and a sample of the orders of many; deep runs try more of both. @param chance numbers from 0 up to 1 */
export function ordersOf(count: number, chance: () => number): number[][] {
  const numbers = Array.from({ length: count }, (_, index) => index)
  return count <= sized(2, 4)
    ? permutations(numbers)
    : Array.from({ length: sized(4, 20) }, () => shuffled(numbers, chance))
}

/** Everything arrives once all of it has happened, a minute apart, in that order. Only facts keep their own times. */
export function inOrder(reports: Report[], order: number[]): Report[] {
  const end = Math.max(...reports.map(({ happened }) => happened))
  return order.flatMap((index, place) => {
    const report = reports[index]
    return report === undefined ? [] : [{ ...report, arrived: end + (place + 1) * MINUTE_MS }]
  })
}

/** One of them again, a second after the last: under its own id, or (order lines and payments) under another. */
export function withRepeat(reports: Report[], which: number, anotherId: boolean): Report[] {
  const report = reports[which % reports.length]
  if (report === undefined) {
    return reports
  }
  const last = Math.max(...reports.map(({ arrived }) => arrived))
  const other = anotherId && mayHaveAnotherId(report)
  return [...reports, { ...report, id: other ? `${report.id} again` : report.id, arrived: last + SECOND_MS }]
}

function mayHaveAnotherId({ type, dialect, order, payment }: Report): boolean {
  return type === 'product.purchased' ? order !== null : dialect === 'facts' && payment !== null
}

function permutations(numbers: number[]): number[][] {
  return numbers.length === 0
    ? [[]]
    : numbers.flatMap((first) => permutations(numbers.filter((one) => one !== first)).map((rest) => [first, ...rest]))
}

function shuffled(numbers: number[], chance: () => number): number[] {
  return numbers
    .map((number) => ({ number, rank: chance() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ number }) => number)
}
