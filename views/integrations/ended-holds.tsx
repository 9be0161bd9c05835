/** A site that did not answer, and does again: how long that was, and what became of the entries that waited. */
import { Count } from '../parts/count'
import { Notice } from '../parts/notice'
import { When } from '../parts/when'

export interface EndedHoldView {
  /** "Thinkific" */
  name: string
  /** "3 hours" */
  span: string
  /** Epoch ms. */
  until: number
  waited: number
  /** Of them, those that still wait. */
  left: number
  /** Where those are. */
  logs: string
}

export function EndedHolds({ holds }: { holds: EndedHoldView[] }) {
  return (
    <>
      {holds.map((hold) => (
        <Notice kind="done" action={hold.left > 0 && <a href={hold.logs}>See what waits</a>}>
          {hold.name} did not answer for {hold.span} until <When at={hold.until} />.{' '}
          <Count of={hold.waited} noun="entry" nouns="entries" /> waited; <Ran {...hold} /> Nothing was lost.
        </Notice>
      ))}
    </>
  )
}

function Ran({ waited, left }: Pick<EndedHoldView, 'waited' | 'left'>) {
  if (left === 0) {
    return <>{waited === 1 ? 'it ran.' : 'all of them ran.'}</>
  }
  return (
    <>
      <Count of={waited - left} /> ran, <Count of={left} /> still {left === 1 ? 'waits' : 'wait'}.
    </>
  )
}
