/** A product's details: its name can change, its id is the marketplace's. */
import type { Filled } from '../../src/web/form'
import { Button } from '../parts/button'
import { ErrorSummary } from '../parts/error-summary'
import { TextField } from '../parts/fields'
import { PageHeader } from '../parts/page-header'
import { ProductTabs } from './tabs'

interface ProductDetailsProps {
  base: string
  product: { id: string; name: string }
  filled: Filled
}

export function ProductDetails({ base, product, filled: { values, errors } }: ProductDetailsProps) {
  const at = `${base}/products/${encodeURIComponent(product.id)}`
  return (
    <div class="page">
      <PageHeader
        title={<bdi>{product.name}</bdi>}
        lead={`Product ID ${product.id}`}
        crumbs={[{ label: 'Products', href: `${base}/products` }]}
      />
      <ProductTabs at={at} current="Details" />
      <form method="post" action={`${at}/details`} class="card form" novalidate>
        <ErrorSummary errors={errors} />
        <TextField
          name="name"
          label="Product name"
          hint="Yours to choose; events with another name leave it as it is."
          value={values.name ?? ''}
          error={errors.name}
          required
        />
        <div class="row">
          <Button look="main">Save Product</Button>
        </div>
      </form>
    </div>
  )
}
