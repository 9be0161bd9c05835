/** The first run: who runs this, and for which marketplace. */
import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { type Filled, Gate, GateForm } from './gate'
import { EmailField, NameField, NewPasswordField } from './person-fields'

export function Setup({ values, errors }: Filled) {
  return (
    <Gate
      title="Set up Enrollwire"
      lead="Your account, and the first marketplace. You can add people and marketplaces later."
    >
      <GateForm action="/setup" errors={errors}>
        <TextField
          name="token"
          label="Setup token"
          hint="It is in the setup link that npm run deploy printed."
          value={values.token ?? ''}
          error={errors.token}
          autocomplete="off"
          required
        />
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
          <Button look="main">Set up</Button>
        </div>
      </GateForm>
    </Gate>
  )
}

export function SetUpAlready() {
  return (
    <Gate title="Already set up" lead="This deployment has its first account. The setup link worked once and is over.">
      <div>
        <LinkButton look="main" href="/sign-in">
          Sign in
        </LinkButton>
      </div>
    </Gate>
  )
}
