import { Badge } from '../parts/badge'
import { Button, LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { DataTable } from '../parts/data-table'
import { Options } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'
import { listZoneOptions, nameZone } from '../parts/zone'
import { device } from './device'
import { AccountName, NewPasswordField, PasswordField } from './person-fields'

interface SessionShown {
  id: string
  userAgent: string
  address: string
  usedAt: number
  startedAt: number
}

interface AccountProps {
  filled: FormValues
  person: { name: string; email: string }
  sessions: SessionShown[]
  twoStep: boolean
  here: string
  zones: { all: string[]; chosen: string | null; browser: string }
}

export function Account({ person, sessions, here, twoStep, zones, filled }: AccountProps) {
  return (
    <div class="page">
      <PageHeader title="Your account" lead={`${person.name}, ${person.email}`} />
      <div class="columns">
        <Form action="/account/password" filled={filled}>
          <h2>Password</h2>
          <AccountName email={person.email} />
          <PasswordField name="current" label="Current password" />
          <NewPasswordField label="New password" />
          <div class="row">
            <Button>Change password</Button>
          </div>
        </Form>
        <div class="stack">
          <Card title="Time zone">
            <form method="post" action="/account/zone" class="row find-again">
              <select class="control" name="zone" aria-label="Times are shown in">
                <option value="">This browser’s: {nameZone(zones.browser)}</option>
                <Options options={listZoneOptions(zones.all)} value={zones.chosen ?? ''} />
              </select>
              <Button>Save</Button>
            </form>
          </Card>
          <Card title="Two-step sign-in">
            <div class="row row-apart">
              <span>Enter a code from your phone after your password.</span>
              <LinkButton small href="/account/two-step">
                {twoStep ? 'On: change' : 'Turn on'}
              </LinkButton>
            </div>
          </Card>
        </div>
      </div>
      <Card
        title="Where you are signed in"
        actions={
          <PostButton small action="/account/sessions/endings">
            Sign out everywhere
          </PostButton>
        }
      >
        <DataTable caption="Your sessions" columns={columns(here)} rows={sessions} />
      </Card>
    </div>
  )
}

function columns(here: string) {
  return [
    { head: 'Browser', kind: 'name' as const, cell: ({ userAgent }: SessionShown) => device(userAgent) },
    { head: 'Address', labeled: true, cell: ({ address }: SessionShown) => address || 'unknown' },
    { head: 'Signed in', labeled: true, cell: ({ startedAt }: SessionShown) => <When at={startedAt} as="short" /> },
    { head: 'Last used', labeled: true, cell: ({ usedAt }: SessionShown) => <When at={usedAt} as="date" /> },
    {
      head: 'Sign out',
      kind: 'actions' as const,
      cell: ({ id }: SessionShown) =>
        id === here ? (
          <Badge tone="accent" icon="check">
            This one
          </Badge>
        ) : (
          <PostButton small action={`/account/sessions/${id}/endings`}>
            Sign out
          </PostButton>
        ),
    },
  ]
}
