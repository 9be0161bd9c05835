import { Button } from '../parts/button'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { AccountName, NameField, NewPasswordField } from './person-fields'

interface Invited {
  invitation: { secret: string; email: string; inviter: string; mailed: boolean; marketplace: { name: string } }
}

/** The same whether the invited email has an account or not: its owner need not be the one who opens the link. */
export function SignUp({ invitation, filled }: Invited & { filled: FormValues }) {
  const back = encodeURIComponent(`/sign-up?invitation=${invitation.secret}`)
  return (
    <Gate title={`Join ${invitation.marketplace.name}`} lead={`${invitation.inviter} invited ${invitation.email}.`}>
      <Form action="/sign-up" filled={filled}>
        <p class="muted">
          Have an account with this email? <a href={`/sign-in?to=${back}`}>Sign in to join</a>. Otherwise create one:
        </p>
        <input type="hidden" name="invitation" value={invitation.secret} />
        <AccountName email={invitation.email} />
        <NameField />
        <NewPasswordField />
        <div class="row">
          <Button look="main">Join</Button>
        </div>
      </Form>
      {!invitation.mailed && (
        <p class="muted">Use this link only if {invitation.email} is yours: an admin handed it out.</p>
      )}
    </Gate>
  )
}

export function Join({ invitation, signedInAs }: Invited & { signedInAs: string }) {
  const title = `Join ${invitation.marketplace.name}`
  if (signedInAs === invitation.email) {
    return (
      <Gate title={title} lead={`${invitation.inviter} invited you.`}>
        <form method="post" action="/join" class="card form">
          <input type="hidden" name="invitation" value={invitation.secret} />
          <div class="row">
            <Button look="main">Join</Button>
          </div>
        </form>
      </Gate>
    )
  }
  return (
    <Gate title={title} lead={`This invitation is for ${invitation.email}; you are signed in as ${signedInAs}.`}>
      <form method="post" action="/sign-out" class="card form">
        <p>Sign out, then open the link again.</p>
        <div class="row">
          <Button>Sign out</Button>
        </div>
      </form>
    </Gate>
  )
}

export function InvitationOver() {
  return (
    <GateNotice
      title="This invitation no longer works"
      lead="It was used, withdrawn, or is more than a week old. Ask the person who sent it for another."
    />
  )
}
