import type { JobView } from '../../src/journal/jobs/job'
import { JobCard } from '../jobs/job-card'
import { Badge } from '../parts/badge'
import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { useAdmin } from '../parts/for-admins'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { IntegrationsTabs } from '../parts/tabs'
import { RefreshState, type RefreshView } from './refresh-state'

interface IntegrationRow {
  id: string
  name: string
  address: string
  /** Why it needs attention; null while it works. */
  problem: string | null
  rules: number
  /** Null where the kind has nothing to refresh. */
  refresh: RefreshView | null
  /** Between the ledger and the site; null where the kind has nothing to compare. */
  differences: number | null
}

interface IntegrationListProps {
  base: string
  rows: IntegrationRow[]
  introductions: { sentence: string; example: string }[]
  deletions: JobView[]
}

export function IntegrationList({ base, rows, introductions, deletions }: IntegrationListProps) {
  // Only admins see credentials.
  const admin = useAdmin()
  const create = admin && (
    <LinkButton look="main" icon="plus" href={`${base}/integrations/new`}>
      New Integration
    </LinkButton>
  )
  return (
    <div class="page">
      <PageHeader title="Integrations" action={rows.length > 0 && create} />
      <IntegrationsTabs base={base} current="Integration Setup" />
      {deletions.map((job) => (
        <JobCard base={base} job={job} />
      ))}
      {rows.length === 0 ? (
        <EmptyState title="No integrations yet" example={introductions[0]?.example ?? ''} action={create}>
          {introductions.map(({ sentence }) => sentence).join(' ')}
          {!admin && ' An admin of this marketplace can add one.'}
        </EmptyState>
      ) : (
        <>
          {rows.map(
            ({ id, name, problem }) =>
              problem && (
                <Notice
                  kind="problem"
                  title={name}
                  action={
                    admin && (
                      <LinkButton small look="main" href={`${base}/integrations/${id}?reconnect=yes`}>
                        Reconnect<span class="visually-hidden"> {name}</span>
                      </LinkButton>
                    )
                  }
                >
                  {problem}
                </Notice>
              ),
          )}
          <Card>
            <DataTable
              class="integrations"
              caption="Integrations"
              columns={columns(base, admin)}
              rows={rows}
              rowId={(row) => `i-${row.id}`}
            />
          </Card>
        </>
      )}
    </div>
  )
}

function columns(base: string, admin: boolean): Column<IntegrationRow>[] {
  const at = (row: IntegrationRow) => `${base}/integrations/${row.id}`
  return [
    {
      head: 'Name',
      kind: 'name',
      cell: (row) => (
        <>
          <bdi>{admin ? <a href={at(row)}>{row.name}</a> : row.name}</bdi>
          <div class="under">{row.address}</div>
        </>
      ),
    },
    {
      head: 'Status',
      cell: (row) => (
        <>
          <Status isWorking={row.problem === null} />
          {row.differences !== null && row.differences > 0 && (
            <div class="under">
              <a href={`${at(row)}/differences`}>
                <Count of={row.differences} noun="difference" />
              </a>
            </div>
          )}
        </>
      ),
    },
    {
      head: 'Catalog',
      class: 'catalog',
      cell: (row) => row.refresh && <RefreshState base={base} refresh={row.refresh} />,
    },
    { head: 'Rules', kind: 'number', labeled: true, cell: (row) => row.rules },
    {
      head: 'Actions',
      kind: 'actions',
      cell: (row) => <Actions at={at(row)} row={row} admin={admin} />,
    },
  ]
}

export function Status({ isWorking }: { isWorking: boolean }) {
  return isWorking ? (
    <Badge tone="good" icon="check">
      Connected
    </Badge>
  ) : (
    <Badge tone="bad" icon="key">
      Needs attention
    </Badge>
  )
}

function Actions({ at, row, admin }: { at: string; row: IntegrationRow; admin: boolean }) {
  const catalog = row.refresh !== null
  const of = <span class="visually-hidden"> {row.name}</span>
  return (
    <div class="row">
      {admin && (
        <LinkButton small href={at}>
          Edit{of}
        </LinkButton>
      )}
      {catalog && (
        <PostButton small action={`${at}/catalog/refreshes`}>
          Refresh{of}
        </PostButton>
      )}
      {row.differences !== null && (
        <LinkButton small href={`${at}/differences`}>
          Reconcile{of}
        </LinkButton>
      )}
      {admin && catalog && (
        <LinkButton small href={`${at}/mapping`}>
          Mapping{of}
        </LinkButton>
      )}
      {admin && (
        <LinkButton small look="remove" href={`${at}/delete`}>
          Delete{of}
        </LinkButton>
      )}
    </div>
  )
}
