/** Counts of targets and last refresh, or a running refresh's progress; polls while it runs. */
import { Icon } from '../parts/icon'
import { poll } from '../parts/poll'
import { When } from '../parts/when'

export interface RefreshView {
  integration: string
  name: string
  title: string
  counts: { noun: string; count: number }[] | null
  fetchedAt: number | null
  /** Pages fetched out of a total, 0 while unknown. */
  running: { done: number; of: number } | null
  /** What the last refresh changed ("3 new, 1 gone"). */
  changed: string | null
  failed: string | null
}

const POLL_SECONDS = 1

export function RefreshState({ base, refresh }: { base: string; refresh: RefreshView }) {
  const url = `${base}/integrations/${refresh.integration}/refresh`
  const again = refresh.running ? poll(url, POLL_SECONDS) : {}
  return (
    <div id={`refresh-${refresh.integration}`} {...again}>
      {refresh.running ? <Running refresh={refresh} running={refresh.running} /> : <CatalogCounts refresh={refresh} />}
    </div>
  )
}

/** As high as what it replaces, so that nothing below moves. */
function Running({ refresh, running }: { refresh: RefreshView; running: { done: number; of: number } }) {
  const known = running.of > 0 ? { value: running.done, max: running.of } : {}
  return (
    <>
      <p class="progress-line">
        {running.of > 0 ? `Page ${running.done} of ${running.of}` : `Asking ${refresh.title}`}
        <progress aria-label={`Refreshing ${refresh.name}`} {...known} />
      </p>
      <p class="muted small">
        {refresh.fetchedAt === null ? 'The first list takes a moment.' : 'The current list still works.'}
      </p>
    </>
  )
}

function CatalogCounts({ refresh: { counts, fetchedAt, changed, failed } }: { refresh: RefreshView }) {
  return (
    <>
      {counts && <p>{counts.map(formatCount).join(', ')}</p>}
      <p class="muted small">
        {fetchedAt === null ? (
          'Not refreshed yet'
        ) : (
          <>
            Refreshed <When at={fetchedAt} as="ago" />
          </>
        )}
        {changed && ` · ${changed}`}
      </p>
      {failed && (
        <p class="error">
          <Icon name="warning" />
          {failed}
        </p>
      )}
    </>
  )
}

function formatCount({ noun, count }: { noun: string; count: number }): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
