import type { LostSale, LostSaleKind } from '../../src/journal/lost-sales/lost-sale'
import { PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { customerAddress } from '../parts/phrases'
import { When } from '../parts/when'

export interface LostSaleGroupView {
  kind: LostSaleKind
  /** "3 paid, never reported" */
  title: string
  /** "Enroll" */
  fix: string
  /** "Enroll all 3" */
  fixAll: string
  /** It takes access away. */
  isEnding: boolean
  count: number
  sales: LostSale[]
  /** Called for each button: two clicks with one id count as one. */
  newFormId: () => string
}

export function LostSaleGroup({ base, ...group }: LostSaleGroupView & { base: string }) {
  const { kind, title, fixAll, isEnding, count, sales, newFormId } = group
  const more = count - sales.length
  return (
    <Card
      title={title}
      actions={
        count > 1 && (
          <PostButton
            look={isEnding ? 'danger' : 'side'}
            action={`${base}/lost-sales/settlements`}
            values={{ formId: newFormId(), kind }}
          >
            {fixAll}
          </PostButton>
        )
      }
    >
      <DataTable caption={title} columns={listColumns(base, group)} rows={sales} />
      {more > 0 && <p class="muted small">And {more} more: they move up as these are settled.</p>}
    </Card>
  )
}

function listColumns(base: string, { fix, isEnding, newFormId }: LostSaleGroupView): Column<LostSale>[] {
  return [
    {
      head: 'Customer',
      kind: 'name',
      cell: ({ email, firstName, lastName }) => {
        const name = [firstName, lastName].filter(Boolean).join(' ')
        return (
          <>
            <a href={customerAddress(base, email)}>{name || email}</a>
            {name !== '' && <span class="under">{email}</span>}
          </>
        )
      },
    },
    {
      head: 'What',
      cell: (sale) => (
        <>
          {sale.productName ?? `Product ${sale.productId}`}
          <span class="under">{describeIds(sale)}</span>
        </>
      ),
    },
    {
      head: 'When',
      labeled: true,
      cell: ({ happenedAt, dated }) => (dated ? <When at={happenedAt} as="short" /> : 'date unknown'),
    },
    {
      head: 'Actions',
      kind: 'actions',
      cell: ({ id, email }) => {
        const whom = <span class="visually-hidden"> ({email})</span>
        return (
          <div class="row">
            <PostButton
              small
              look={isEnding ? 'danger' : 'side'}
              action={`${base}/lost-sales/settlements`}
              values={{ formId: newFormId(), sale: id }}
            >
              {fix}
              {whom}
            </PostButton>
            <PostButton
              small
              look="plain"
              action={`${base}/lost-sales/dismissals`}
              values={{ formId: newFormId(), sale: id }}
            >
              Leave as it is{whom}
            </PostButton>
          </div>
        )
      },
    },
  ]
}

function describeIds({ orderId, subscriptionId, cents, currency }: LostSale): string {
  return [
    ...(orderId === null ? [] : [`order ${orderId}`]),
    ...(subscriptionId === null ? [] : [`subscription ${subscriptionId}`]),
    ...(cents === null ? [] : [`${(cents / 100).toFixed(2)} ${currency ?? ''}`.trim()]),
  ].join(' · ')
}
