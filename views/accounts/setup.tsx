import { Button } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { EmailField, MarketplaceField, NameField, NewPasswordField } from './person-fields'

export function SetupForm({ filled }: { filled: FormValues }) {
  return (
    <Gate
      title="Set up Enrollwire"
      lead="Create your account and your first marketplace. You can add people and marketplaces later."
    >
      <Form action="/setup" filled={filled}>
        {filled.values.token && !filled.errors.token ? (
          <HiddenField name="token" />
        ) : (
          <TextField
            name="token"
            label="Setup token"
            hint="The last part of the setup link that npm run deploy printed."
            autocomplete="off"
            required
          />
        )}
        <NameField />
        <EmailField />
        <NewPasswordField />
        <MarketplaceField />
        <div class="row">
          <Button look="main">Set up</Button>
        </div>
      </Form>
    </Gate>
  )
}

export function SetUpAlready() {
  return (
    <GateNotice title="Already set up" lead="Enrollwire has its first account, so the setup link no longer works." />
  )
}
