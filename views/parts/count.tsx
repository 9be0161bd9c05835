/** A number as the viewer writes it. */
import { formatNumber, useViewer } from './viewer'

/** <Count of={1312} /> or, with its noun, <Count of={1} noun="rule" />: "1 rule". */
export function Count({ of, noun, nouns }: { of: number; noun?: string | undefined; nouns?: string | undefined }) {
  const number = formatNumber(useViewer(), of)
  if (!noun) {
    return <span class="numbers">{number}</span>
  }
  return (
    <span class="numbers">
      {number} {of === 1 ? noun : (nouns ?? `${noun}s`)}
    </span>
  )
}
