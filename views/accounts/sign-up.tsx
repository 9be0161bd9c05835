/** Creates an account, by invitation or by open sign-up, or joins a team with an existing account. */

import { Button, LinkButton } from '../parts/button'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { AccountName, EmailField, MarketplaceField, NameField, NewPasswordField } from './person-fields'

interface Invited {
  invitation: { id: string; email: string; inviter: string; marketplace: { name: string } }
}

/** The invited email has no account yet. */
export function SignUp({ invitation, filled }: Invited & { filled: FormValues }) {
  return (
    <Gate title={`Join ${invitation.marketplace.name}`} lead={`${invitation.inviter} invited ${invitation.email}.`}>
      <Form action="/sign-up" filled={filled}>
        <input type="hidden" name="invitation" value={invitation.id} />
        <AccountName email={invitation.email} />
        <NameField />
        <NewPasswordField />
        <div class="row">
          <Button look="main">Join</Button>
        </div>
      </Form>
    </Gate>
  )
}

/** The invited email already has an account. `signedInAs` is the current session's email, if any. */
export function Join({ invitation, signedInAs }: Invited & { signedInAs: string | null }) {
  const title = `Join ${invitation.marketplace.name}`
  if (signedInAs === invitation.email) {
    return (
      <Gate title={title} lead={`${invitation.inviter} invited you.`}>
        <form method="post" action="/join" class="card form">
          <input type="hidden" name="invitation" value={invitation.id} />
          <Button look="main">Join</Button>
        </form>
      </Gate>
    )
  }
  if (signedInAs !== null) {
    return (
      <Gate title={title} lead={`This invitation is for ${invitation.email}; you are signed in as ${signedInAs}.`}>
        <form method="post" action="/sign-out" class="card form">
          <p>Sign out, then open the link again.</p>
          <Button>Sign out</Button>
        </form>
      </Gate>
    )
  }
  const back = encodeURIComponent(`/sign-up?invitation=${invitation.id}`)
  return (
    <Gate title={title} lead={`${invitation.email} has an account already. Sign in with it to join.`}>
      <div>
        <LinkButton look="main" href={`/sign-in?to=${back}`}>
          Sign in
        </LinkButton>
      </div>
    </Gate>
  )
}

export function OpenSignUp({ filled }: { filled: FormValues }) {
  return (
    <Gate title="Make an account">
      <Form action="/sign-up/open" filled={filled}>
        <NameField />
        <EmailField />
        <NewPasswordField />
        <MarketplaceField />
        <div class="row">
          <Button look="main">Make an account</Button>
        </div>
      </Form>
      <p class="muted">
        Have one already? <a href="/sign-in">Sign in</a>.
      </p>
    </Gate>
  )
}

export function NotInvited() {
  return (
    <GateNotice
      title="By invitation"
      lead="Accounts are made by invitation here. Ask an admin of your marketplace for a link: they find it under Team."
    />
  )
}

export function InvitationOver() {
  return (
    <GateNotice
      title="This invitation is over"
      lead="It was used, taken back, or is older than a week. Ask the person who sent it for another."
    />
  )
}
