/** The name can be changed; the id belongs to the marketplace. */

import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'
import { ProductTabs } from './tabs'

interface ProductDetailsProps {
  base: string
  product: { id: string; name: string }
  filled: FormValues
}

export function ProductDetails({ base, product, filled }: ProductDetailsProps) {
  const at = `${base}/products/${encodeURIComponent(product.id)}`
  return (
    <div class="page">
      <PageHeader
        title={<bdi>{product.name}</bdi>}
        lead={`Product ID ${product.id}`}
        crumbs={[{ label: 'Products', href: `${base}/products` }]}
      />
      <ProductTabs at={at} current="Details" />
      <Form action={`${at}/details`} filled={filled}>
        <HiddenField name="madeFrom" />
        <TextField name="name" label="Product name" hint="Your own name; events won’t overwrite it." required />
        <div class="row">
          <Button look="main">Save Product</Button>
          <LinkButton look="remove" href={`${at}/delete`}>
            Delete Product
          </LinkButton>
        </div>
      </Form>
    </div>
  )
}
