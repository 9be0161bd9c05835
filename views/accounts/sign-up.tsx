/** Making an account, by invitation or where anyone may; joining a team with the account one has. */
import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { type Filled, Gate, GateForm } from './gate'
import { AccountName, EmailField, NameField, NewPasswordField } from './person-fields'

interface Invited {
  invitation: { id: string; email: string; inviter: string; marketplace: { name: string } }
}

/** For an email without an account. */
export function SignUp({ invitation, values, errors }: Invited & Filled) {
  return (
    <Gate title={`Join ${invitation.marketplace.name}`} lead={`${invitation.inviter} invited ${invitation.email}.`}>
      <GateForm action="/sign-up" errors={errors}>
        <input type="hidden" name="invitation" value={invitation.id} />
        <AccountName email={invitation.email} />
        <NameField values={values} errors={errors} />
        <NewPasswordField errors={errors} />
        <div class="row">
          <Button look="main">Join</Button>
        </div>
      </GateForm>
    </Gate>
  )
}

/** For an email with an account: `signedInAs` is who asks, null when nobody is signed in. */
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

export function OpenSignUp({ values, errors }: Filled) {
  return (
    <Gate title="Make an account">
      <GateForm action="/sign-up/open" errors={errors}>
        <NameField values={values} errors={errors} />
        <EmailField values={values} errors={errors} />
        <NewPasswordField errors={errors} />
        <TextField
          name="marketplace"
          label="Marketplace"
          hint="The store whose customers get courses, as your team calls it."
          value={values.marketplace ?? ''}
          error={errors.marketplace}
          required
        />
        <div class="row">
          <Button look="main">Make an account</Button>
        </div>
      </GateForm>
      <p class="muted">
        Have one already? <a href="/sign-in">Sign in</a>.
      </p>
    </Gate>
  )
}

export function NotInvited() {
  return (
    <Gate
      title="By invitation"
      lead="Accounts are made by invitation here. Ask an admin of your marketplace for a link: they find it under Team."
    >
      <p>
        <a href="/sign-in">Sign in</a>
      </p>
    </Gate>
  )
}

export function InvitationOver() {
  return (
    <Gate
      title="This invitation is over"
      lead="It was used, taken back, or is older than a week. Ask the person who sent it for another."
    >
      <p>
        <a href="/sign-in">Sign in</a>
      </p>
    </Gate>
  )
}
