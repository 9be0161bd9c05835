import { Badge } from '../parts/badge'
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { ForAdmins } from '../parts/for-admins'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'

interface ProductRow {
  id: string
  name: string
  href: string
  rules: number
  /** When an event last named it, epoch ms. */
  seen: number | null
  lacksCreate: boolean
  /** It sells, and all rules that enroll are off. */
  isOff: boolean
  lacksRecommended: boolean
}

export function ProductList({ base, rows }: { base: string; rows: ProductRow[] }) {
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
      {rows.length === 0 ? (
        <EmptyState
          title="No products yet"
          example="Power Yoga · 350399 · 2 rules"
          action={
            <ForAdmins>
              <a href={`${base}/webhook`}>Set up the webhook</a>
            </ForAdmins>
          }
        >
          The first event brings the first product. Or add one now with its id from your marketplace, and give it rules
          before the first sale.
        </EmptyState>
      ) : (
        <Card>
          <DataTable caption="Products" columns={COLUMNS} rows={rows} />
        </Card>
      )}
    </div>
  )
}

const COLUMNS: Column<ProductRow>[] = [
  {
    head: 'Product name',
    kind: 'name',
    cell: (row) => (
      <a href={row.href}>
        <bdi>{row.name}</bdi>
      </a>
    ),
  },
  { head: 'Product ID', labeled: true, cell: (row) => row.id },
  { head: 'Rules', kind: 'number', labeled: true, cell: (row) => row.rules },
  {
    head: 'Last event',
    labeled: true,
    cell: (row) => (row.seen === null ? <span class="muted">none yet</span> : <When at={row.seen} as="ago" />),
  },
  {
    head: 'Status',
    cell: (row) => <Status row={row} />,
  },
]

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
