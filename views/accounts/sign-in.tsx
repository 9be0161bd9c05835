/** Sign in. */
import { Button } from '../parts/button'
import { type Filled, Gate, GateForm } from './gate'
import { EmailField, PasswordField } from './person-fields'

interface SignInProps extends Filled {
  /** Anyone may make an account. */
  open: boolean
}

export function SignIn({ values, errors, open }: SignInProps) {
  return (
    <Gate title="Sign in">
      <GateForm action="/sign-in" errors={errors}>
        <input type="hidden" name="to" value={values.to ?? ''} />
        <EmailField values={values} errors={errors} />
        <PasswordField errors={errors} />
        <div class="row row-apart">
          <Button look="main">Sign in</Button>
          <a href="/forgotten-password">Forgotten password</a>
        </div>
      </GateForm>
      {open && (
        <p class="muted">
          New here? <a href="/sign-up">Make an account</a>.
        </p>
      )}
    </Gate>
  )
}
