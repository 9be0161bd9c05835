import { formatNumber, useViewer } from './viewer'

/** <Count of={1312} /> renders "1,312" in the viewer's locale; <Count of={1} noun="rule" /> renders "1 rule". */
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
