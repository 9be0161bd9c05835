/** Secrets are shown once, rotated with an overlap, revoked at once. */
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { type Column, DataTable } from '../parts/data-table'
import { Notice } from '../parts/notice'
import { When } from '../parts/when'

interface SecretRow {
  id: string
  kind: 'signing' | 'key'
  createdAt: number
  /** Epoch ms; null until rotated. */
  validUntil: number | null
  /** Epoch ms, give or take hours; null where no post is recorded. */
  usedAt: number | null
}

interface SecretsProps {
  base: string
  secrets: SecretRow[]
  /** Created by this request: shown now and never again. */
  made: { kind: 'signing' | 'key'; plain: string }[]
}

export const SECRET_NAMES = { signing: 'Signing secret', key: 'Key' }

export function Secrets({ base, secrets, made }: SecretsProps) {
  const rotate = (kind: 'signing' | 'key') => (
    <LinkButton href={`${base}/webhook/secrets/rotation?kind=${kind}`}>
      Rotate {SECRET_NAMES[kind].toLowerCase()}
    </LinkButton>
  )
  return (
    <Card title="Secrets" id="secrets">
      <div class="stack">
        {made.length > 0 && (
          <Notice kind="done" title="Copy this now">
            It is not shown again. If you lose it, rotate it.
          </Notice>
        )}
        {made.map(({ kind, plain }) => (
          <CodeBlock wrap id={`made-${kind}`} title={SECRET_NAMES[kind]} code={plain} />
        ))}
        <DataTable caption="Secrets that are valid now" columns={columns(base)} rows={secrets} />
        <div class="row">
          {rotate('signing')}
          {rotate('key')}
        </div>
        <p class="muted small">
          Rotating creates a new one and keeps the old one valid for 24 hours, so nothing is lost while you switch.
          Revoking ends one for good within two minutes.
        </p>
      </div>
    </Card>
  )
}

function columns(base: string): Column<SecretRow>[] {
  return [
    { head: 'Kind', kind: 'name', cell: (row) => SECRET_NAMES[row.kind] },
    { head: 'Made', labeled: true, cell: (row) => <When at={row.createdAt} as="short" /> },
    {
      head: 'Valid until',
      labeled: true,
      cell: (row) => (row.validUntil === null ? 'until rotated' : <When at={row.validUntil} as="short" />),
    },
    {
      head: 'Last used',
      labeled: true,
      cell: (row) => (row.usedAt === null ? 'not yet' : <When at={row.usedAt} as="date" />),
    },
    {
      head: 'Actions',
      kind: 'actions',
      cell: (row) => (
        <LinkButton small look="remove" href={`${base}/webhook/secrets/${row.id}/delete`}>
          Revoke<span class="visually-hidden"> the {SECRET_NAMES[row.kind].toLowerCase()}</span>
        </LinkButton>
      ),
    },
  ]
}
