/** What the log answers: waiting entries on top, then the final ones; the fragment that follows every letter. */
import type { LogPage } from '../../src/journal/answers'
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { poll } from '../parts/poll'
import { When } from '../parts/when'
import { filteredAddress, isFiltered, type LogFilters } from './filters'
import { LogTable } from './log-table'
import { NothingFound } from './nothing-found'
import { ExportButton } from './search-form'
import type { Words } from './words'

export interface ResultsProps {
  base: string
  words: Words
  filters: LogFilters
  answer: LogPage
  /** How many of the entries found failed. */
  failed: number
  /** Seconds until it asks again; null: nothing here will change by itself. */
  again: number | null
  /** The page's own `after`; '' on the first. */
  after: string
}

export function Results({ base, words, filters, answer, failed, again, after }: ResultsProps) {
  const address = filteredAddress(`${base}/logs`, filters, { after })
  const nothing = answer.rows.length === 0 && answer.waiting.length === 0
  return (
    <div id="log" {...(again === null ? {} : poll(address, again))}>
      <div class="stack">
        <div class="row row-apart">
          <p class="muted small" role="status" id="log-count">
            <Held answer={answer} filters={filters} />
          </p>
          <div class="row">
            {failed > 0 && (
              <LinkButton small icon="renew" href={filteredAddress(`${base}/retries`, filters)}>
                Retry all failed (<Count of={failed} />)
              </LinkButton>
            )}
            {!nothing && <ExportButton base={base} filters={filters} />}
          </div>
        </div>
        {nothing && <NothingFound base={base} filters={filters} answer={answer} />}
        {answer.waiting.length > 0 && (
          <Card title="Not done yet" id="waiting" actions={<MoreWaiting answer={answer} />}>
            <LogTable base={base} words={words} caption="Waiting entries" rows={answer.waiting} />
          </Card>
        )}
        {answer.rows.length > 0 && (
          <section class="card" aria-label="Entries">
            <LogTable base={base} words={words} caption="Entries, newest first" rows={answer.rows} />
          </section>
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

/** What is shown and what is held, honestly. */
function Held({ answer, filters }: Pick<ResultsProps, 'answer' | 'filters'>) {
  if (answer.oldest === null) {
    return null
  }
  return (
    <>
      {isFiltered(filters) && (
        <>
          <Count of={answer.found + answer.waitingFound} noun="entry" nouns="entries" /> found.{' '}
        </>
      )}
      Newest <Count of={answer.held} noun="entry" nouns="entries" />, since <When at={answer.oldest} as="date" />.
      {answer.held >= LOG_HOLDS && ' Older ones make room for new ones.'}
    </>
  )
}

/** The log's own limit (design: section 1). */
const LOG_HOLDS = 1000

function MoreWaiting({ answer }: Pick<ResultsProps, 'answer'>) {
  const hidden = answer.waitingFound - answer.waiting.length
  return (
    <span class="muted small">
      {hidden > 0 ? (
        <>
          and <Count of={hidden} /> more
        </>
      ) : (
        'Nothing to do: these go on by themselves.'
      )}
    </span>
  )
}
