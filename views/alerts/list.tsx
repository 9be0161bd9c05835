import { Badge } from '../parts/badge'
import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { PageHeader } from '../parts/page-header'
import { nameZone } from '../parts/zone'

interface ChannelRow {
  id: string
  name: string
  kind: string
  /** What people may see of its address. */
  shown: string
  on: boolean
  /** How many it is alerted to. */
  causes: number
  quiet: string
  digest: string
  /** Why alerts do not get through; null while they do. */
  problem: string | null
}

export function ChannelList({ base, rows, zone }: { base: string; rows: ChannelRow[]; zone: string }) {
  const create = (
    <LinkButton look="main" icon="plus" href={`${base}/alerts/new`}>
      New Channel
    </LinkButton>
  )
  return (
    <div class="page">
      <PageHeader
        title="Alerts"
        lead={
          rows.length > 0 &&
          `One message when something needs you, one when it is over. Hours are in ${nameZone(zone)}.`
        }
        crumbs={[{ label: 'Team', href: `${base}/team` }]}
        action={rows.length > 0 && create}
      />
      {rows.length === 0 ? (
        <EmptyState title="No one is alerted yet" example="Operations · hooks.slack.com" action={create}>
          A channel sends you one message when something needs you, such as a rejected key or failed entries, and one
          when it’s over. Add a weekly digest if you like.
        </EmptyState>
      ) : (
        <Card>
          <DataTable caption="Channels" columns={columns(base)} rows={rows} />
        </Card>
      )}
    </div>
  )
}

function columns(base: string): Column<ChannelRow>[] {
  const at = (row: ChannelRow) => `${base}/alerts/${encodeURIComponent(row.id)}`
  return [
    {
      head: 'Channel',
      kind: 'name',
      cell: (row) => (
        <>
          <a href={at(row)}>
            <bdi>{row.name}</bdi>
          </a>
          <span class="under anywhere">
            {row.kind} · {row.shown}
          </span>
        </>
      ),
    },
    { head: 'Status', labeled: true, cell: (row) => <Status row={row} /> },
    { head: 'Alerts', labeled: true, cell: ({ causes }) => (causes === 1 ? '1 kind' : `${causes} kinds`) },
    { head: 'Quiet hours', labeled: true, cell: ({ quiet }) => quiet },
    { head: 'Digest', labeled: true, cell: ({ digest }) => digest },
    {
      head: 'Actions',
      kind: 'actions',
      cell: (row) => (
        <div class="row row-end">
          <PostButton small action={`${at(row)}/tests`}>
            Send test alert
          </PostButton>
          <LinkButton small href={at(row)}>
            Edit
          </LinkButton>
        </div>
      ),
    },
  ]
}

function Status({ row: { on, problem } }: { row: ChannelRow }) {
  if (!on) {
    return (
      <Badge tone="quiet" icon="off">
        Off
      </Badge>
    )
  }
  return problem === null ? (
    <Badge tone="good" icon="check">
      On
    </Badge>
  ) : (
    <>
      <Badge tone="bad" icon="warning">
        Failing
      </Badge>
      <span class="under anywhere">{problem}</span>
    </>
  )
}
