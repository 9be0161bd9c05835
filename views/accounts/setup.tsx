import { Button } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate, GateNotice } from './gate'
import { EmailField, MarketplaceField, NameField, NewPasswordField } from './person-fields'

export function SetupForm({ filled }: { filled: FormValues }) {
  return (
    <Gate
      title="Set up Enrollwire"
      lead="Your account, and the first marketplace. You can add people and marketplaces later."
    >
      <Form action="/setup" filled={filled}>
        <TextField
          name="token"
          label="SetupForm token"
          hint="It is in the setup link that npm run deploy printed."
          autocomplete="off"
          required
        />
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
    <GateNotice
      title="Already set up"
      lead="This deployment has its first account. The setup link can be used only once."
    />
  )
}
