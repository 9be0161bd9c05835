import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'

export function NewProduct({ base, filled }: { base: string; filled: FormValues }) {
  return (
    <div class="page narrow">
      <PageHeader title="New Product" crumbs={[{ label: 'Products', href: `${base}/products` }]} />
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
    </div>
  )
}
