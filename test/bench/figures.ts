/** The bench's table: a figure, what it may be, what it was. Also the arithmetic of rounds. */

export interface Figure {
  what: string
  /** The budget; null: reported without one. */
  budget: string | null
  measured: string
  /** Null where there is no budget to meet. */
  met: boolean | null
}

/** Prints figures as a Markdown table. docs/bench.md keeps them by date. */
export function table(figures: Figure[]): string {
  const rows = figures.map(({ what, budget, measured, met }) => [what, budget ?? '–', measured, verdict(met)])
  return [['figure', 'budget', 'measured', 'met'], ['---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}

function verdict(met: boolean | null): string {
  if (met === null) {
    return ''
  }
  return met ? 'yes' : 'NO'
}

/** The middle one. */
export function median(values: number[]): number {
  return percentile(values, 0.5)
}

/** @param share from 0 to 1 */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The median of a round's value against the other's in the same round: what else the machine does hits both. */
export function medianRatio(values: number[], others: number[]): number {
  return median(values.map((value, round) => value / (others[round] ?? Number.NaN)))
}

/** CPU time this process spent on some work, ms: unlike the clock, it does not count what others do on the machine. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
