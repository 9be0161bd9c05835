import { Gate } from '../accounts/gate'
import { Button } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'

export function NewMarketplace({ filled }: { filled: FormValues }) {
  return (
    <Gate
      title="New Marketplace"
      lead="A store of its own, with its own webhook, integrations, rules, log and team. Nothing is shared with the others."
    >
      <Form action="/marketplaces" filled={filled} once>
        <TextField name="name" label="Name" hint="The store, as your team calls it." required />
        <div class="row">
          <Button look="main">Create Marketplace</Button>
        </div>
      </Form>
    </Gate>
  )
}
