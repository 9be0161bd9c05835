import type { LogPage } from '../../src/journal/queries'
import { LinkButton } from '../parts/button'
import { ConnectStore } from '../parts/connect-store'
import { EmptyState } from '../parts/empty-state'
import { ForAdmins } from '../parts/for-admins'
import { customerAddress } from '../parts/phrases'
import { When } from '../parts/when'
import { isFiltered, LOG_SIZE, type LogFilters } from './filters'

interface NothingFoundProps {
  base: string
  filters: LogFilters
  answer: LogPage
}

export function NoResults({ base, filters, answer }: NothingFoundProps) {
  return isFiltered(filters) ? (
    <NoHits base={base} filters={filters} answer={answer} />
  ) : (
    <EmptyState
      title="Nothing has happened yet"
      example={<>10:15 today · Ada Byron bought Power Yoga → enrolled in Course Two.</>}
      action={<ConnectStore base={base} />}
    >
      Each event your store sends becomes an entry here, with its result in one sentence: who was enrolled, and if not,
      why not.
    </EmptyState>
  )
}

function NoHits({ base, filters, answer }: NothingFoundProps) {
  const email = EMAIL.test(filters.search) && filters.search.trim()
  return (
    <div class="empty">
      <h2>{filters.search ? `Nothing matches “${filters.search}”` : 'Nothing matches these filters'}</h2>
      <ul class="prose muted">
        {answer.oldest !== null && (
          <li>
            The oldest entry is from <When at={answer.oldest} />
            {answer.logSize >= LOG_SIZE && '; older entries are removed'}.
          </li>
        )}
        <li>
          {answer.lastEvent === null ? (
            'No event has ever been received here.'
          ) : (
            <>
              The last event was received <When at={answer.lastEvent} as="ago" />. We’ve received nothing since.
            </>
          )}
        </li>
        <li>People often buy with another email: try the order id, or a part of the name.</li>
      </ul>
      <div class="row">
        {email && (
          <LinkButton look="main" href={customerAddress(base, email)}>
            What we know of {email}
          </LinkButton>
        )}
        <LinkButton href={`${base}/logs`}>Clear search and filters</LinkButton>
        <ForAdmins>
          <LinkButton look="plain" href={`${base}/webhook`}>
            Last events received and refused
          </LinkButton>
        </ForAdmins>
      </div>
    </div>
  )
}

const EMAIL = /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/
