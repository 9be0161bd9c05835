import { Button } from '../parts/button'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Gate } from './gate'
import { NewPasswordField } from './person-fields'

export function NewPassword({ filled }: { filled: FormValues }) {
  return (
    <Gate title="New password" lead="It replaces the old one and signs you out everywhere.">
      <Form action="/new-password" filled={filled}>
        <HiddenField name="token" />
        <NewPasswordField label="New password" />
        <div class="row">
          <Button look="main">Set password</Button>
        </div>
      </Form>
    </Gate>
  )
}
