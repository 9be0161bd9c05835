/** New Product. */
import type { Filled } from '../../src/web/form'
import { Button, LinkButton } from '../parts/button'
import { ErrorSummary } from '../parts/error-summary'
import { TextField } from '../parts/fields'
import { PageHeader } from '../parts/page-header'

export function NewProduct({ base, filled: { values, errors } }: { base: string; filled: Filled }) {
  return (
    <div class="page narrow">
      <PageHeader title="New Product" crumbs={[{ label: 'Products', href: `${base}/products` }]} />
      <form method="post" action={`${base}/products`} class="card form" novalidate>
        <ErrorSummary errors={errors} />
        <TextField
          name="productId"
          label="Product ID"
          hint="The id your marketplace gives it. In SamCart it is the number in the address of the product’s page."
          value={values.productId ?? ''}
          error={errors.productId}
          required
          autocomplete="off"
        />
        <TextField name="name" label="Product name" value={values.name ?? ''} error={errors.name} required />
        <div class="row">
          <Button look="main">Save Product</Button>
          <LinkButton href={`${base}/products`}>Cancel</LinkButton>
        </div>
      </form>
    </div>
  )
}
