import { Button } from '../parts/button'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { AccountName, EmailField, MarketplaceField, NameField, NewPasswordField } from './person-fields'

export function SignUpAddress({ filled }: { filled: FormValues }) {
  return (
    <Gate title="Create an account" lead="We’ll email you a link that continues here, to be sure the address is yours.">
      <Form action="/sign-up/addresses" filled={filled}>
        <EmailField />
        <div class="row">
          <Button look="main">Send the link</Button>
        </div>
      </Form>
      <SignInInstead />
    </Gate>
  )
}

/** Shown whether or not the account exists, so that the page doesn't reveal accounts. */
export function CheckInbox({ email }: { email: string }) {
  return <GateNotice title="Check your inbox" lead={`A link is on its way to ${email}. It works for a day.`} />
}

/** `email`: proven by the link that led here. */
export function OpenSignUp({ email, filled }: { email: string; filled: FormValues }) {
  return (
    <Gate title="Create an account" lead={email}>
      <Form action="/sign-up/proven" filled={filled}>
        <HiddenField name="address" />
        <AccountName email={email} />
        <NameField />
        <NewPasswordField />
        <MarketplaceField />
        <div class="row">
          <Button look="main">Create an account</Button>
        </div>
      </Form>
      <SignInInstead />
    </Gate>
  )
}

export function NotInvited() {
  return (
    <GateNotice
      title="You need an invitation"
      lead="Ask an admin of your marketplace to invite you. They do that under Team."
    />
  )
}

/** Without a mailer, anyone could register anyone's address. */
export function NotReady() {
  return (
    <GateNotice
      title="Not open yet"
      lead="Signing up takes a link by e-mail, and e-mail isn’t set up here yet. Until it is, an admin of a marketplace can invite you."
    />
  )
}

/** @param href where to ask for another */
export function LinkOver({ href }: { href: string }) {
  return (
    <GateNotice
      title="This link no longer works"
      lead="It was used, or is more than a day old."
      to="Get another link"
      href={href}
    />
  )
}

function SignInInstead() {
  return (
    <p class="muted">
      Have one already? <a href="/sign-in">Sign in</a>.
    </p>
  )
}
