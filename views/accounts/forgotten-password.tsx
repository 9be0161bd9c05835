import { Button } from '../parts/button'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { EmailField } from './person-fields'

const BACK = 'Back to signing in'

/** `mails`: this deployment can send email. */
export function ForgottenPassword({ filled, mails }: { filled: FormValues; mails: boolean }) {
  if (!mails) {
    return (
      <GateNotice
        title="Forgotten password"
        lead="Ask an admin of your marketplace for a link that sets a new one: they create it under Team, Reset password."
        to={BACK}
      />
    )
  }
  return (
    <Gate title="Forgotten password" lead="A link that sets a new one is sent to your email.">
      <Form action="/forgotten-password" filled={filled}>
        <EmailField />
        <div class="row">
          <Button look="main">Send the link</Button>
        </div>
      </Form>
    </Gate>
  )
}

/** Shown whether or not the account exists, so that the page doesn't reveal accounts. */
export function LinkSent({ email }: { email: string }) {
  return (
    <GateNotice
      title="Check your inbox"
      lead={`If ${email} has an account here, a link is on its way. It works for a day.`}
      to={BACK}
    />
  )
}
