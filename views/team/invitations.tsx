import { Button, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { SelectField, TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { When } from '../parts/when'

export interface InvitationShown {
  id: string
  email: string
  role: string
  expiresAt: number
}

interface InvitationsProps {
  base: string
  origin: string
  invitations: InvitationShown[]
  filled: FormValues
}

const ROLE_OPTIONS = [
  { value: 'merchant', label: 'merchant: rules and logs' },
  { value: 'admin', label: 'admin: everything' },
]

export function Invitations({ base, origin, invitations, filled }: InvitationsProps) {
  return (
    <>
      <h2>Invite somebody</h2>
      <Form action={`${base}/team/invitations`} filled={filled} once>
        <TextField
          name="email"
          type="email"
          label="Email"
          hint="No e-mail is sent: you get a link to hand over. Whoever has the link can join, so hand it to nobody else."
          autocomplete="off"
          required
        />
        <SelectField name="role" label="Role" options={ROLE_OPTIONS} />
        <div class="row">
          <Button look="main">Make the link</Button>
        </div>
      </Form>
      {invitations.map((invitation) => (
        <Waiting base={base} origin={origin} invitation={invitation} />
      ))}
    </>
  )
}

function Waiting({ base, origin, invitation }: { base: string; origin: string; invitation: InvitationShown }) {
  const { id, email, role, expiresAt } = invitation
  return (
    <Card
      title={`${email}, as ${role}`}
      actions={
        <PostButton small action={`${base}/team/invitations/${id}/withdrawals`}>
          Withdraw
        </PostButton>
      }
    >
      <CodeBlock id={`link-${id}`} title={`Link for ${email}`} code={`${origin}/sign-up?invitation=${id}`} wrap />
      <p class="muted">
        Works until <When at={expiresAt} />, once.
      </p>
    </Card>
  )
}
