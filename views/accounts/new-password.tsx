/** Choosing a new password with a link. */
import { Button } from '../parts/button'
import { type Filled, Gate, GateForm } from './gate'
import { NewPasswordField } from './person-fields'

export function NewPassword({ values, errors }: Filled) {
  return (
    <Gate title="New password" lead="It replaces the old one and signs you out everywhere.">
      <GateForm action="/new-password" errors={errors}>
        <input type="hidden" name="token" value={values.token ?? ''} />
        <NewPasswordField errors={errors} label="New password" />
        <div class="row">
          <Button look="main">Set password</Button>
        </div>
      </GateForm>
    </Gate>
  )
}
