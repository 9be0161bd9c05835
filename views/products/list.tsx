import { filteredAddress, NO_FILTERS } from '../logs/filters'
import { Badge } from '../parts/badge'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { ForAdmins } from '../parts/for-admins'
import { PageHeader } from '../parts/page-header'
import { replaceAsTyped } from '../parts/search-as-typed'
import { SearchInput } from '../parts/search-input'
import { When } from '../parts/when'

export interface ProductRow {
  id: string
  name: string
  href: string
  rules: number
  /** When an event last named it, epoch ms. */
  seen: number | null
  /** Entries of the last 30 days. */
  figures: { enrolled: number; ended: number; failed: number; sales: number }
  lacksCreate: boolean
  /** It sells, and all rules that enroll are off. */
  isOff: boolean
  lacksRecommended: boolean
}

interface ProductListProps {
  base: string
  /** Those that match what was typed. */
  rows: ProductRow[]
  total: number
  typed: string
}

export function ProductList({ base, rows, total, typed }: ProductListProps) {
  const create = (
    <LinkButton look="main" icon="plus" href={`${base}/products/new`}>
      New Product
    </LinkButton>
  )
  return (
    <div class="page">
      <PageHeader
        title="Products"
        lead="What you sell. Products named in events appear here automatically."
        action={create}
      />
      {total === 0 ? (
        <EmptyState
          title="No products yet"
          example="Power Yoga · 350399 · 2 rules"
          action={
            <ForAdmins>
              <a href={`${base}/webhook`}>Set up the webhook</a>
            </ForAdmins>
          }
        >
          Products appear here with their first event. Add one now to give it rules before its first sale.
        </EmptyState>
      ) : (
        <>
          {total > FEW && <Search base={base} typed={typed} />}
          <FoundProducts base={base} rows={rows} typed={typed} />
        </>
      )}
    </div>
  )
}

/** A list this short is read faster than searched. */
const FEW = 5

function Search({ base, typed }: Pick<ProductListProps, 'base' | 'typed'>) {
  return (
    <search>
      <form class="row find-again" {...replaceAsTyped(`${base}/products`, '#products')}>
        <SearchInput name="q" label="Search" placeholder="Search name or id" value={typed} />
        <span class="without-script">
          <Button>Search</Button>
        </span>
      </form>
    </search>
  )
}

/** The list itself, also the fragment a search returns. */
export function FoundProducts({ base, rows, typed }: Omit<ProductListProps, 'total'>) {
  return (
    <div id="products">
      {rows.length === 0 ? (
        <div class="empty">
          <h2>Nothing matches “{typed}”</h2>
          <LinkButton href={`${base}/products`}>Show all products</LinkButton>
        </div>
      ) : (
        <Card>
          <DataTable class="products" caption="Products" columns={listColumns(base)} rows={rows} />
          <p class="muted small">Imported past orders count on the day they happened, as in Overview.</p>
        </Card>
      )}
    </div>
  )
}

function listColumns(base: string): Column<ProductRow>[] {
  return [
    {
      head: 'Product name',
      kind: 'name',
      cell: (row) => (
        <>
          <a href={row.href}>
            <bdi>{row.name}</bdi>
          </a>
          <span class="aside">{row.id}</span>
        </>
      ),
    },
    { head: 'Status', cell: (row) => <Status row={row} /> },
    { head: 'Rules', kind: 'number', labeled: true, cell: (row) => row.rules },
    { head: 'Last 30 days', labeled: true, cell: (row) => <Figures base={base} row={row} /> },
    {
      head: 'Last event',
      labeled: true,
      cell: (row) => (row.seen === null ? <span class="muted">none yet</span> : <When at={row.seen} as="recent" />),
    },
  ]
}

/** Leads to the entries it counts. */
function Figures({ base, row: { id, figures } }: { base: string; row: ProductRow }) {
  const { enrolled, sales } = figures
  const parts = [
    enrolled === 0 && sales > 0 && `${sales} ${sales === 1 ? 'sale' : 'sales'}, nobody enrolled`,
    enrolled > 0 && `${enrolled} enrolled`,
    figures.ended > 0 && `${figures.ended} ended`,
    figures.failed > 0 && `${figures.failed} failed`,
  ].filter(Boolean)
  return parts.length === 0 ? (
    <span class="muted">nothing</span>
  ) : (
    <a class="quiet-link" href={filteredAddress(`${base}/logs`, { ...NO_FILTERS, product: id, span: 'month' })}>
      {parts.join(', ')}
    </a>
  )
}

function Status({ row }: { row: ProductRow }) {
  if (row.lacksCreate) {
    return (
      <Badge tone="wait" icon="warning">
        No enrollment rule
      </Badge>
    )
  }
  if (row.isOff) {
    return (
      <Badge tone="wait" icon="off">
        Its rule is off
      </Badge>
    )
  }
  return row.lacksRecommended ? (
    <Badge tone="quiet" icon="plus">
      Rule recommended
    </Badge>
  ) : null
}
