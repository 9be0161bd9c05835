import { Badge } from '../parts/badge'
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'

interface MarketplaceRow {
  marketplace: { id: string; name: string }
  role: 'admin' | 'merchant'
  /** Null when the marketplace's journal could not be read. */
  facts: { lastEvent: number | null; silent: boolean; waiting: number; parked: number } | null
  ailing: number
}

interface MarketplacesProps {
  rows: MarketplaceRow[]
  /** How many more ask this admin for two-step sign-in first. */
  closed: number
  mayOpen: boolean
}

export function Marketplaces({ rows, closed, mayOpen }: MarketplacesProps) {
  const action = mayOpen && (
    <LinkButton look="main" href="/marketplaces/new">
      New Marketplace
    </LinkButton>
  )
  return (
    <div class="page">
      <PageHeader title="Marketplaces" action={(rows.length > 0 || closed > 0) && action} />
      {closed > 0 && (
        <Notice kind="warning">
          {closed === 1 ? 'One of your marketplaces requires' : `${closed} of your marketplaces require`} two-step
          sign-in. <a href="/account/two-step">Turn it on</a> to continue.
        </Notice>
      )}
      {rows.length > 0 ? (
        <Card>
          <DataTable caption="Your marketplaces" columns={COLUMNS} rows={rows} />
        </Card>
      ) : closed > 0 ? null : (
        <EmptyState title="You don’t belong to a marketplace" action={action}>
          {mayOpen
            ? 'A marketplace is a store whose customers get courses. Create the first one.'
            : 'Ask an admin of your marketplace for an invitation: they create its link under Team.'}
        </EmptyState>
      )}
    </div>
  )
}

const COLUMNS: Column<MarketplaceRow>[] = [
  {
    head: 'Marketplace',
    kind: 'name',
    cell: ({ marketplace }) => <a href={`/m/${marketplace.id}/overview`}>{marketplace.name}</a>,
  },
  { head: 'Health', cell: (row) => <Health row={row} /> },
  { head: 'Last event', labeled: true, cell: ({ facts }) => <LastEvent at={facts?.lastEvent ?? null} /> },
  { head: 'Waiting', kind: 'number', labeled: true, cell: ({ facts }) => facts?.waiting ?? '–' },
  { head: 'Your role', labeled: true, cell: ({ role }) => role },
]

function Health({ row: { facts, ailing } }: { row: MarketplaceRow }) {
  if (facts === null) {
    return (
      <Badge tone="wait" icon="question">
        Did not answer
      </Badge>
    )
  }
  if (facts.lastEvent === null && ailing === 0) {
    return (
      <Badge tone="quiet" icon="plus">
        Not set up
      </Badge>
    )
  }
  const needs = [
    ailing > 0 && `${plural(ailing, 'integration')} to reconnect`,
    facts.parked > 0 && `${plural(facts.parked, 'enrollment')} parked`,
    facts.silent && 'no events for longer than usual',
  ].filter((need) => need !== false)
  return needs.length > 0 ? (
    <>
      <Badge tone="wait" icon="warning">
        Needs attention
      </Badge>
      <span class="under">{needs.join(', ')}</span>
    </>
  ) : (
    <Badge tone="good" icon="check">
      All well
    </Badge>
  )
}

function LastEvent({ at }: { at: number | null }) {
  return at === null ? <>none yet</> : <When at={at} as="ago" />
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
