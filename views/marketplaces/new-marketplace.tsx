import { Gate } from '../accounts/gate'
import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'

export function NewMarketplace({ filled }: { filled: FormValues }) {
  return (
    <Gate
      title="New Marketplace"
      lead="For another store, with its own webhook, integrations, rules, log and team. Marketplaces share nothing."
    >
      <Form action="/marketplaces" filled={filled} once>
        <TextField name="name" label="Name" hint="The store, as your team calls it." required />
        <div class="row">
          <Button look="main">Create Marketplace</Button>
          <LinkButton href="/marketplaces">Cancel</LinkButton>
        </div>
      </Form>
    </Gate>
  )
}
