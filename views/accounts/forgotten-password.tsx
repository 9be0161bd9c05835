/** Forgotten password: what to do, with and without a mailer. */

import { Button } from '../parts/button'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { EmailField } from './person-fields'

const BACK = 'Back to signing in'

/** `mails`: this deployment can send e-mail. */
export function ForgottenPassword({ filled, mails }: { filled: FormValues; mails: boolean }) {
  if (!mails) {
    return (
      <GateNotice
        title="Forgotten password"
        lead="Ask an admin of your marketplace for a link that sets a new one: they make it under Team, Reset password."
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

/** The same whether there is such an account or not. */
export function LinkSent({ email }: { email: string }) {
  return (
    <GateNotice
      title="Look into your inbox"
      lead={`If ${email} has an account here, a link is on its way. It works for a day.`}
      to={BACK}
    />
  )
}
