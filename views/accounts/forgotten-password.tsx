import { Button } from '../parts/button'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { EmailField } from './person-fields'

const BACK = 'Back to sign-in'

/** `mails`: this deployment can send email. */
export function ForgottenPassword({ filled, mails }: { filled: FormValues; mails: boolean }) {
  if (!mails) {
    return (
      <GateNotice
        title="Reset your password"
        lead="Ask an admin of your marketplace for a link: they get it under Team, with Reset password."
        to={BACK}
      />
    )
  }
  return (
    <Gate title="Reset your password" lead="We’ll email you a link that sets a new one.">
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
