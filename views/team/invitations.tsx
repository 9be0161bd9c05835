import { Button, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { SelectField, TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'
import { When } from '../parts/when'

export interface InvitationShown {
  handle: string
  /** Null for those who do not hand the link over. */
  id: string | null
  email: string
  role: string
  expiresAt: number
  inviter: string
  mailed: boolean
}

interface InvitationsProps {
  base: string
  origin: string
  invitations: InvitationShown[]
  /** Links are mailed. */
  mails: boolean
  filled: FormValues
}

const ROLE_OPTIONS = [
  { value: 'merchant', label: 'merchant: rules and logs' },
  { value: 'admin', label: 'admin: everything' },
]

const MAILED = 'The link is sent to this address, and only there.'
const HANDED_OVER = 'No e-mail is sent: you get a link to pass on.'

function guideTo(mails: boolean): Guidance {
  return {
    title: 'Who can do what',
    points: [
      {
        lead: 'Admins ',
        text: 'also manage integrations, the webhook, the team, imports, alerts and customers’ data.',
      },
      {
        lead: 'The link ',
        text: mails
          ? 'works once, within seven days.'
          : 'works once, within seven days. Anyone who has it can join as this address, so give it to no one else.',
      },
    ],
  }
}

export function Invitations({ base, origin, invitations, mails, filled }: InvitationsProps) {
  return (
    <>
      <Guided guide={guideTo(mails)}>
        <Form action={`${base}/team/invitations`} filled={filled} once>
          <h2>Invite to the team</h2>
          <TextField
            name="email"
            type="email"
            label="Email"
            hint={mails ? MAILED : HANDED_OVER}
            autocomplete="off"
            required
          />
          <SelectField name="role" label="Role" options={ROLE_OPTIONS} />
          <div class="row">
            <Button look="main">{mails ? 'Send the link' : 'Create the link'}</Button>
          </div>
        </Form>
      </Guided>
      {invitations.length > 0 && (
        <Card title="Open invitations">
          <ul class="lines">
            {invitations.map((invitation) => (
              <Waiting base={base} origin={origin} invitation={invitation} />
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

function Waiting({ base, origin, invitation }: { base: string; origin: string; invitation: InvitationShown }) {
  const { handle, id, email, role, expiresAt, inviter, mailed } = invitation
  return (
    <li>
      <div>
        <h3>
          {email}, as {role}
        </h3>
        {id !== null && (
          <CodeBlock id={`link-${id}`} title={`Link for ${email}`} code={`${origin}/sign-up?invitation=${id}`} wrap />
        )}
        <p class="muted small">
          {mailed ? `Sent to this address by ${inviter}` : `Created by ${inviter}`}
          {id === null && !mailed && ', who passes the link on'}. Works once, until <When at={expiresAt} />.
        </p>
      </div>
      <PostButton small look="remove" action={`${base}/team/invitations/${handle}/withdrawals`}>
        Withdraw<span class="visually-hidden"> {email}</span>
      </PostButton>
    </li>
  )
}
