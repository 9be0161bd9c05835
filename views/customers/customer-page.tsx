import type { Child } from 'hono/jsx'
import type { CustomerHistory } from '../../src/journal/queries'
import { ConcernList, type ConcernView } from '../concerns/concern-list'
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { EmptyState } from '../parts/empty-state'
import { ForAdmins } from '../parts/for-admins'
import { PageHeader } from '../parts/page-header'
import { customerAddress, type Phrases } from '../parts/phrases'
import { AccessCard, type AccessCardProps } from './access-card'
import { CustomerHistoryList } from './customer-history'
import { NotesCard, type NotesCardProps } from './notes-card'

interface CustomerPageProps {
  base: string
  phrases: Phrases
  history: CustomerHistory
  name: string | null
  access: AccessCardProps
  concerns: ConcernView[]
  notes: NotesCardProps
  /** Titles of the kinds of sites whose live records can be read; null without such a site. */
  checkable: string | null
  records?: Child | undefined
}

export function CustomerPage({ base, phrases, history, name, access, concerns, notes, ...live }: CustomerPageProps) {
  const { checkable, records } = live
  const address = customerAddress(base, history.email)
  return (
    <div class="page">
      <PageHeader
        crumbs={[{ label: 'Customers', href: `${base}/customers` }]}
        title={name ?? history.email}
        lead={name ? history.email : undefined}
        action={
          <>
            {checkable && (
              <LinkButton look="main" icon="search" href={`${address}/thinkific`} extra={CHECK(address)}>
                Check in {checkable}
              </LinkButton>
            )}
            <LinkButton href={`${address}/enroll`}>Enroll now</LinkButton>
            <LinkButton icon="question" href={`${base}/try?${new URLSearchParams({ email: history.email })}`}>
              Try it
            </LinkButton>
          </>
        }
      />
      <div class="columns">
        <Card title="Their story">
          {history.events.length === 0 ? (
            <EmptyState title={history.erased ? 'Erased' : 'No event is kept'}>
              {history.erased
                ? 'This customer’s data was erased. Later events still find what was bought, by the irreversible code that replaced the email.'
                : 'No event named this email. People often buy with another one: search the log for the order id.'}
            </EmptyState>
          ) : (
            <CustomerHistoryList base={base} phrases={phrases} events={history.events} />
          )}
        </Card>
        <div class="stack">
          {concerns.length > 0 && (
            <Card title="Needs attention" id="concerns">
              <ConcernList concerns={concerns} />
            </Card>
          )}
          <AccessCard {...access} />
          <div id="live-records" class="maybe">
            {records}
          </div>
          <NotesCard {...notes} />
          <Card title="Their data" dashed>
            <div class="row">
              <LinkButton small href={`${address}/correction`}>
                Correct email
              </LinkButton>
              <ForAdmins>
                <LinkButton small icon="download" href={`${address}/export`}>
                  Export
                </LinkButton>
                <LinkButton small look="remove" href={`${address}/erasure`}>
                  Erase
                </LinkButton>
              </ForAdmins>
            </div>
          </Card>
        </div>
      </div>
    </div>
  )
}

/** With a script, the look-up's answer is swapped into this page. */
const CHECK = (address: string) => ({
  'hx-get': `${address}/thinkific`,
  'hx-target': '#live-records',
  'hx-indicator': '#live-records',
  'hx-swap': 'innerHTML',
})
