import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'
import { PageHeader } from '../parts/page-header'

const GUIDE: Guidance = {
  title: 'What comes next',
  points: [
    { lead: 'A rule. ', text: 'New Rule, on the product’s page, chooses the course or bundle buyers get.' },
    {
      lead: 'No need to add them all. ',
      text: 'A product that isn’t here yet appears with its first event, under the id and name your store sends.',
    },
  ],
}

export function NewProduct({ base, filled }: { base: string; filled: FormValues }) {
  return (
    <div class="page">
      <PageHeader title="New Product" crumbs={[{ label: 'Products', href: `${base}/products` }]} />
      <Guided guide={GUIDE}>
        <Form action={`${base}/products`} filled={filled}>
          <TextField
            name="productId"
            label="Product ID"
            hint="The id your marketplace gives it. In SamCart it is the number in the address of the product’s page."
            required
            autocomplete="off"
          />
          <TextField name="name" label="Product name" required />
          <div class="row">
            <Button look="main">Save Product</Button>
            <LinkButton href={`${base}/products`}>Cancel</LinkButton>
          </div>
        </Form>
      </Guided>
    </div>
  )
}
