import { Badge } from '../parts/badge'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { ConfirmPage } from '../parts/confirm-page'
import { type Column, DataTable } from '../parts/data-table'
import { SelectField, TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'

interface TokenShown {
  id: string
  name: string
  scope: string
  /** How it begins. */
  shown: string
  maker: string
  expiresAt: number | null
  lastUsedAt: number | null
}

const SCOPE_OPTIONS = [
  { value: 'read', label: 'read: see everything except secrets' },
  { value: 'write', label: 'write: also change rules, retry entries, enroll customers' },
]

const LASTING_OPTIONS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: 'never', label: 'never' },
]

const GUIDE: Guidance = {
  title: 'How tokens work',
  points: [
    { lead: 'One for each program. ', text: 'You can revoke one without the others.' },
    { lead: 'Shown once. ', text: 'Keep it where the program keeps its passwords.' },
    { lead: 'Yours. ', text: 'It ends when you are no longer an admin.' },
  ],
}

interface ApiTokensProps {
  base: string
  now: number
  tokens: TokenShown[]
  filled: FormValues
}

export function ApiTokens({ base, now, tokens, filled }: ApiTokensProps) {
  return (
    <div class="page">
      <PageHeader
        title="API tokens"
        lead={
          <>
            With a token, a program can do what you do on these pages: see the <a href="/reference/">API reference</a>.
          </>
        }
        crumbs={[{ label: 'Team', href: `${base}/team` }]}
      />
      {tokens.length > 0 && (
        <Card>
          <DataTable caption="Tokens" columns={columns(base, now)} rows={tokens} />
        </Card>
      )}
      <Guided guide={GUIDE}>
        <Form action={`${base}/team/tokens`} filled={filled} once>
          <h2>New token</h2>
          <TextField
            name="name"
            label="Name"
            hint="The program that will use it, as the log and “Who changed what” should name it."
            autocomplete="off"
            required
          />
          <SelectField name="scope" label="Access" options={SCOPE_OPTIONS} />
          <SelectField name="lasts" label="Expires after" options={LASTING_OPTIONS} />
          <div class="row">
            <Button look="main">Create Token</Button>
          </div>
        </Form>
      </Guided>
    </div>
  )
}

function columns(base: string, now: number): Column<TokenShown>[] {
  return [
    {
      head: 'Token',
      kind: 'name',
      cell: ({ name, shown }) => (
        <>
          <bdi>{name}</bdi>
          <span class="under">
            <code>{shown}…</code>
          </span>
        </>
      ),
    },
    { head: 'Access', labeled: true, cell: ({ scope }) => scope },
    { head: 'Made by', labeled: true, cell: ({ maker }) => <bdi>{maker}</bdi> },
    {
      head: 'Last used',
      labeled: true,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'not yet' : <When at={lastUsedAt} as="short" />),
    },
    { head: 'Expires', labeled: true, cell: ({ expiresAt }) => <Expiry at={expiresAt} now={now} /> },
    {
      head: 'Actions',
      kind: 'actions',
      cell: ({ id }) => (
        <div class="row row-end">
          <LinkButton small href={`${base}/team/tokens/${encodeURIComponent(id)}/delete`}>
            Revoke
          </LinkButton>
        </div>
      ),
    },
  ]
}

function Expiry({ at, now }: { at: number | null; now: number }) {
  if (at === null) {
    return 'never'
  }
  return at > now ? (
    <When at={at} as="date" />
  ) : (
    <Badge tone="quiet" icon="off">
      Expired
    </Badge>
  )
}

interface ShowTokenProps {
  base: string
  name: string
  secret: string
  origin: string
}

export function ShowToken({ base, name, secret, origin }: ShowTokenProps) {
  const back = `${base}/team/tokens`
  return (
    <div class="page narrow">
      <PageHeader title={<bdi>{name}</bdi>} crumbs={[{ label: 'API tokens', href: back }]} />
      <Card title="API token">
        <div class="stack">
          <Notice kind="done" title="Copy this now">
            It is not shown again. If you lose it, revoke it and create another.
          </Notice>
          <CodeBlock wrap id="made-token" title="Token" code={secret} />
          <p class="muted small">Try it:</p>
          <CodeBlock
            wrap
            id="token-example"
            title="Example"
            code={`curl -H "Authorization: Bearer ${secret}" ${origin}/api/v1/products`}
          />
          <div class="row">
            <LinkButton look="main" href={back}>
              Done
            </LinkButton>
          </div>
        </div>
      </Card>
    </div>
  )
}

export function RevokeToken({ base, token: { id, name, maker } }: { base: string; token: TokenShown }) {
  const back = `${base}/team/tokens`
  return (
    <ConfirmPage
      title={`Revoke the token “${name}”?`}
      crumbs={[{ label: 'API tokens', href: back }]}
      takes={['Programs that use it are refused at once.']}
      stays={[`What was done with it, in the log and in “Who changed what”, under its name and that of ${maker}.`]}
      action={`${back}/${encodeURIComponent(id)}/revocations`}
      confirm="Revoke token"
      back={back}
    />
  )
}
