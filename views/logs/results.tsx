/** Waiting entries on top, then final ones; also the fragment returned on every keystroke. */
import type { LogPage, LogRow } from '../../src/journal/queries'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import type { Phrases } from '../parts/phrases'
import { poll } from '../parts/poll'
import { When } from '../parts/when'
import { filteredAddress, isFiltered, LOG_SIZE, type LogFilters } from './filters'
import { LogTable } from './log-table'
import type { FixView } from './main-fix'
import { NoResults } from './no-results'
import { ExportButton } from './search-form'

export interface ResultsProps {
  base: string
  phrases: Phrases
  filters: LogFilters
  answer: LogPage
  failed: number
  /** Polling interval in seconds; null when nothing here can change. */
  again: number | null
  /** What fixes an entry's cause, by its id. */
  fixes: Record<string, FixView>
  /** Cursor of this page; '' on the first. */
  after: string
}

export function Results({ base, phrases, filters, answer, failed, again, fixes, after }: ResultsProps) {
  const address = filteredAddress(`${base}/logs`, filters, { after })
  const waiting = filters.outcome === 'waiting' ? answer.waiting : answer.waiting.slice(0, GLANCED_AT)
  const nothing = answer.rows.length === 0 && answer.waiting.length === 0
  return (
    <div id="log" {...(again === null ? {} : poll(address, again))}>
      <div class="stack">
        <div class="row row-apart">
          <p class="muted small" role="status" id="log-count">
            <LogSize answer={answer} filters={filters} />
          </p>
          <div class="row">
            {failed > 0 && (
              <LinkButton small icon="renew" href={filteredAddress(`${base}/retries`, filters)}>
                Retry all failed (<Count of={failed} />)
              </LinkButton>
            )}
            {isFiltered(filters) && (
              <LinkButton small look="plain" href={filteredAddress(`${base}/filters/new`, filters)}>
                Save this filter
              </LinkButton>
            )}
            {!nothing && <ExportButton base={base} filters={filters} />}
          </div>
        </div>
        {nothing && <NoResults base={base} filters={filters} answer={answer} />}
        {waiting.length > 0 && (
          <Card
            title="Not done yet"
            id="waiting"
            actions={<MoreWaiting base={base} found={answer.waitingFound} shown={waiting} />}
          >
            <LogTable
              base={base}
              phrases={phrases}
              caption="Waiting entries"
              rows={waiting}
              fixes={fixes}
              filters={filters}
            />
          </Card>
        )}
        {answer.rows.length > 0 && (
          <form class="card" aria-label="Entries" action={`${base}/runs/new`}>
            <LogTable
              base={base}
              phrases={phrases}
              caption="Entries, newest first"
              rows={answer.rows}
              fixes={fixes}
              filters={filters}
              selectable
            />
            <SelectionBar filters={filters} found={answer.found} />
          </form>
        )}
        <nav class="row row-end" aria-label="Pages of the log">
          {after && <LinkButton href={filteredAddress(`${base}/logs`, filters)}>Newest</LinkButton>}
          {answer.next !== null && (
            <LinkButton href={filteredAddress(`${base}/logs`, filters, { after: String(answer.next) })}>
              Older
            </LinkButton>
          )}
        </nav>
      </div>
    </div>
  )
}

/** Actions for the selected entries. */
function SelectionBar({ filters, found }: { filters: LogFilters; found: number }) {
  return (
    <div class="row selection">
      {Object.entries(filters).map(
        ([name, value]) => value !== '' && <input type="hidden" name={name} value={value} />,
      )}
      <label class="small">
        <input type="checkbox" name="all" /> All <Count of={found} noun="entry" nouns="entries" />
      </label>
      <Button small icon="renew" name="act" value="retry">
        Retry
      </Button>
      <Button small name="act" value="replay">
        Replay
      </Button>
      <Button small name="act" value="ignore">
        Ignore
      </Button>
    </div>
  )
}

/** How much is shown, and how much the log holds. */
function LogSize({ answer, filters }: Pick<ResultsProps, 'answer' | 'filters'>) {
  const found = isFiltered(filters) && (
    <>
      <Count of={answer.found + answer.waitingFound} noun="entry" nouns="entries" /> found.{' '}
    </>
  )
  if (answer.oldest === null) {
    return <>{found}</>
  }
  return (
    <>
      {found}
      Newest <Count of={answer.logSize} noun="entry" nouns="entries" />, since <When at={answer.oldest} as="date" />.
      {answer.logSize >= LOG_SIZE && ' We keep the latest 1,000.'}
    </>
  )
}

/** More waiting entries than this would push finished ones out of sight. */
const GLANCED_AT = 5

function MoreWaiting({ base, found, shown }: { base: string; found: number; shown: LogRow[] }) {
  if (found <= shown.length && shown.some(({ waiting }) => waiting?.parked)) {
    return null
  }
  return found > shown.length ? (
    <a class="small" href={`${base}/logs?outcome=waiting`}>
      All <Count of={found} /> that wait
    </a>
  ) : (
    <span class="muted small">These continue automatically.</span>
  )
}
