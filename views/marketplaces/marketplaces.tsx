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
  facts: {
    lastEvent: number | null
    silent: boolean
    waiting: number
    parked: number
    /** Null where not everything was looked at. */
    needs: string[] | null
    /** Null once set up. */
    setup: { done: number; of: number } | null
  } | null
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
  const { setup } = facts
  const needs = facts.needs ?? listKnownNeeds(facts, ailing)
  const more = needs.length - SHOWN_NEEDS
  const lines = [
    ...needs.slice(0, SHOWN_NEEDS),
    ...(more > 0 ? [`${more} more`] : []),
    ...(setup ? [`${setup.done} of ${setup.of} steps of setup done`] : []),
  ]
  const [tone, icon, word] =
    needs.length > 0 ? LOOKS.needs : setup ? LOOKS.setup : facts.needs === null ? LOOKS.unknown : LOOKS.well
  return (
    <>
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      {lines.map((line) => (
        <span class="under">{line}</span>
      ))}
    </>
  )
}

const SHOWN_NEEDS = 2

const LOOKS = {
  needs: ['wait', 'warning', 'Needs attention'],
  setup: ['quiet', 'plus', 'Not set up'],
  unknown: ['quiet', 'question', 'See its Overview'],
  well: ['good', 'check', 'All well'],
} as const

/** Where not everything was looked at. */
function listKnownNeeds({ parked, silent }: NonNullable<MarketplaceRow['facts']>, ailing: number): string[] {
  return [
    ailing > 0 && `${plural(ailing, 'integration')} to reconnect`,
    parked > 0 && `${plural(parked, 'enrollment')} parked`,
    silent && 'no events for longer than usual',
  ].filter((need) => need !== false)
}

function LastEvent({ at }: { at: number | null }) {
  return at === null ? <>none yet</> : <When at={at} as="recent" />
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
