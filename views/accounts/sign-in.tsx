import { Button } from '../parts/button'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate } from './gate'
import { EmailField, PasswordField } from './person-fields'

export function SignIn({ filled, open }: { filled: FormValues; open: boolean }) {
  return (
    <Gate title="Sign in">
      <Form action="/sign-in" filled={filled}>
        <HiddenField name="to" />
        <EmailField />
        <PasswordField />
        <div class="row row-apart">
          <Button look="main">Sign in</Button>
          <a href="/forgotten-password">Forgot your password?</a>
        </div>
      </Form>
      {open && (
        <p class="muted">
          New here? <a href="/sign-up">Create an account</a>.
        </p>
      )}
    </Gate>
  )
}
