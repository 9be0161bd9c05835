import { Badge } from '../parts/badge'
import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { PageHeader } from '../parts/page-header'
import { AddMapping, type AddMappingProps } from './add'

export interface MappingRow {
  id: string
  field: string
  label: string
  gone: boolean
  /** The field's type there is no longer text. */
  notText: boolean
}

interface MappingProps extends Omit<AddMappingProps, 'at'> {
  base: string
  integration: { id: string; name: string }
  rows: MappingRow[]
  adding: boolean
}

export function Mapping(props: MappingProps) {
  const { base, integration, kind, rows, adding } = props
  const at = `${base}/integrations/${integration.id}/mapping`
  const rowsAt = `${base}/integrations/${integration.id}/mappings`
  const add = (
    <LinkButton look="main" href={`${at}?add=yes#add`}>
      + Add Custom Field Mapping
    </LinkButton>
  )
  return (
    <div class="page">
      <PageHeader
        title="Mapping"
        lead={`Custom fields of your checkout, written into ${kind}’s sign-up fields when a student is created and when a value changes.`}
        crumbs={[
          { label: 'Integrations', href: `${base}/integrations` },
          { label: integration.name, href: `${base}/integrations/${integration.id}` },
        ]}
        action={rows.length > 0 && !adding && add}
      />
      {rows.length === 0 && !adding && (
        <EmptyState title="No custom fields are mapped" example="Company → Company name" action={add}>
          Without a mapping, students are created with their name and email.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Card>
          <DataTable caption="Custom field mapping" columns={columns(rowsAt, kind)} rows={rows} />
        </Card>
      )}
      {adding && <AddMapping at={rowsAt} {...props} />}
    </div>
  )
}

function columns(at: string, kind: string): Column<MappingRow>[] {
  return [
    { head: 'Marketplace field', kind: 'name', cell: (row) => <bdi>{row.field}</bdi> },
    {
      head: `${kind} field`,
      labeled: true,
      cell: (row) => (
        <>
          <bdi>{row.label}</bdi> <State kind={kind} {...row} />
        </>
      ),
    },
    {
      head: 'Actions',
      kind: 'actions',
      cell: (row) => (
        <PostButton small look="remove" action={`${at}/${row.id}/deletions`}>
          Remove<span class="visually-hidden"> {row.field}</span>
        </PostButton>
      ),
    },
  ]
}

function State({ kind, gone, notText }: MappingRow & { kind: string }) {
  if (!gone && !notText) {
    return null
  }
  return (
    <div>
      <Badge tone="bad" icon="missing">
        {gone ? 'Gone' : 'Not text'}
      </Badge>
      <div class="under">
        {gone
          ? `${kind} no longer has this field, so its values are not sent. Remove the mapping, or refresh the integration.`
          : `${kind} no longer takes text here, so its values are not sent.`}
      </div>
    </div>
  )
}
