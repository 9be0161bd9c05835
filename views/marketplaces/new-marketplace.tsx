/** New Marketplace. */
import { type Filled, Gate, GateForm } from '../accounts/gate'
import { Button } from '../parts/button'
import { TextField } from '../parts/fields'

export function NewMarketplace({ values, errors }: Filled) {
  return (
    <Gate
      title="New Marketplace"
      lead="A store of its own, with its own webhook, integrations, rules, log and team. Nothing is shared with the others."
    >
      <GateForm action="/marketplaces" errors={errors}>
        <TextField
          name="name"
          label="Name"
          hint="The store, as your team calls it."
          value={values.name ?? ''}
          error={errors.name}
          required
        />
        <div class="row">
          <Button look="main">Make it</Button>
        </div>
      </GateForm>
    </Gate>
  )
}
