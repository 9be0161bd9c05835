/** Everyone known: a plain GET form; with a script, results update on every keystroke. */
import type { CustomerAnswer, FoundCustomer } from '../../src/journal/queries'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { ConnectStore } from '../parts/connect-store'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { Options, type SelectOption } from '../parts/fields'
import { ForAdmins } from '../parts/for-admins'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { customerAddress, describeHappening, type Phrases } from '../parts/phrases'
import { poll } from '../parts/poll'
import { replaceAsTyped } from '../parts/search-as-typed'
import { SearchInput } from '../parts/search-input'
import { When } from '../parts/when'

export interface CustomerFilters {
  search: string
  product: string
}

interface CustomerListProps {
  base: string
  phrases: Phrases
  filters: CustomerFilters
  answer: CustomerAnswer
  /** Cursor of this page; '' on the first. */
  after: string
}

/** Seconds between looks while earlier customers are being listed. */
const LISTING_POLL = 3

export function CustomerListPage({ products, ...list }: CustomerListProps & { products: SelectOption[] }) {
  const { base, filters } = list
  return (
    <div class="page">
      <PageHeader
        title="Customers"
        lead="Everyone who bought, and everyone you enrolled. Newest activity first."
        action={
          <ForAdmins>
            <LinkButton href={`${base}/imports`}>Import past orders</LinkButton>
          </ForAdmins>
        }
      />
      {!isEmpty(list) && (
        <search>
          <form class="customer-search" {...replaceAsTyped(`${base}/customers`, '#customers')}>
            <SearchInput
              name="search"
              label="Search customers"
              placeholder="Email, name or order"
              value={filters.search}
              extra={{ 'aria-describedby': 'search-hint' }}
            />
            <select class="control" name="product" aria-label="Product">
              <option value="">Any product</option>
              <Options options={products} value={filters.product} />
            </select>
            <span class="without-script">
              <Button look="main">Search</Button>
            </span>
            <p class="muted small" id="search-hint">
              Any part of an email or name, or how an order id begins.
            </p>
          </form>
        </search>
      )}
      <FoundCustomers {...list} />
    </div>
  )
}

/** There is nothing yet to search. */
function isEmpty({ filters, answer, after }: CustomerListProps): boolean {
  return answer.customers.length === 0 && answer.listing === null && filters.search + filters.product + after === ''
}

export function FoundCustomers({ base, phrases, filters, answer, after }: CustomerListProps) {
  const { customers, next, listing } = answer
  const columns = buildColumns(base, phrases)
  return (
    <div id="customers" {...(listing === null ? {} : poll(listAddress(base, filters, after), LISTING_POLL))}>
      <div class="stack">
        {listing !== null && (
          <Notice kind="info" title="Earlier customers are being added">
            <p>
              <Count of={listing.done} noun="event" nouns="events" />
              {listing.total !== null && (
                <>
                  {' '}
                  of <Count of={listing.total} />
                </>
              )}{' '}
              read. Customers still missing here have a page already: find them through the log.
            </p>
          </Notice>
        )}
        {customers.length === 0 ? (
          <NoCustomers base={base} filters={filters} more={next !== null} />
        ) : (
          <Card>
            <DataTable caption="Customers" class="customers" columns={columns} rows={customers} />
          </Card>
        )}
        <nav class="row row-end" aria-label="Pages of customers">
          {after && <LinkButton href={listAddress(base, filters)}>Newest</LinkButton>}
          {next !== null && <LinkButton href={listAddress(base, filters, next)}>Older</LinkButton>}
        </nav>
      </div>
    </div>
  )
}

export function listAddress(base: string, filters: CustomerFilters, after = ''): string {
  const given = Object.entries({ ...filters, after }).filter(([, value]) => value !== '')
  return given.length === 0 ? `${base}/customers` : `${base}/customers?${new URLSearchParams(given)}`
}

function buildColumns(base: string, phrases: Phrases): Column<FoundCustomer>[] {
  return [
    {
      head: 'Customer',
      kind: 'name',
      cell: ({ email, name }) => (
        <>
          <a href={customerAddress(base, email)}>
            <bdi>{name ?? email}</bdi>
          </a>
          {name && <span class="under">{email}</span>}
        </>
      ),
    },
    {
      head: 'Last event',
      cell: ({ last }) =>
        last === null ? (
          <span class="muted">No event is kept</span>
        ) : (
          <>
            {describeHappening(phrases, { trigger: last.type, typeWord: last.typeWord, rule: null })}
            <span class="under">{last.products.join(', ')}</span>
          </>
        ),
    },
    {
      head: 'When',
      class: 'when',
      cell: ({ last }) => last && <When at={last.at} as="recent" />,
    },
  ]
}

function NoCustomers({ base, filters, more }: { base: string; filters: CustomerFilters; more: boolean }) {
  if (more) {
    return <p class="muted">No one on this page. Choose Older to go on.</p>
  }
  if (filters.search === '' && filters.product === '') {
    return (
      <EmptyState
        title="No customers yet"
        example="Ada Byron · bought Power Yoga · 2 minutes ago"
        action={<ConnectStore base={base} />}
      >
        Everyone your store reports appears here, with what they have access to, why, and everything that happened.
      </EmptyState>
    )
  }
  const email = EMAIL.test(filters.search.trim()) ? filters.search.trim() : null
  return (
    <EmptyState
      title={
        filters.search === ''
          ? 'No customer of this product among the events that are kept'
          : `No customer matches “${filters.search}”`
      }
      action={
        email !== null && (
          <LinkButton look="main" href={`${customerAddress(base, email)}/enroll`}>
            Enroll {email}
          </LinkButton>
        )
      }
    >
      {email === null
        ? 'Try part of the email, or search the log: it also finds subscriptions, courses and what was not understood.'
        : 'No event named this email. People often buy with another one: search by their name or order id.'}
    </EmptyState>
  )
}

const EMAIL = /^\S+@\S+\.\S+$/
