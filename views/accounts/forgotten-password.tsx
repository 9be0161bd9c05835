/** Forgotten password: what to do, with and without a mailer. */
import { Button, LinkButton } from '../parts/button'
import { type Filled, Gate, GateForm } from './gate'
import { EmailField } from './person-fields'

/** `mails`: this deployment can send e-mail. */
export function ForgottenPassword({ values, errors, mails }: Filled & { mails: boolean }) {
  if (!mails) {
    return (
      <Gate
        title="Forgotten password"
        lead="Ask an admin of your marketplace for a link that sets a new one: they make it under Team, Reset password."
      >
        <div>
          <LinkButton href="/sign-in">Back to signing in</LinkButton>
        </div>
      </Gate>
    )
  }
  return (
    <Gate title="Forgotten password" lead="A link that sets a new one is sent to your email.">
      <GateForm action="/forgotten-password" errors={errors}>
        <EmailField values={values} errors={errors} />
        <div class="row">
          <Button look="main">Send the link</Button>
        </div>
      </GateForm>
    </Gate>
  )
}

/** The same whether there is such an account or not. */
export function LinkSent({ email }: { email: string }) {
  return (
    <Gate
      title="Look into your inbox"
      lead={`If ${email} has an account here, a link is on its way. It works for a day.`}
    >
      <div>
        <LinkButton href="/sign-in">Back to signing in</LinkButton>
      </div>
    </Gate>
  )
}
