import { ConfirmPage } from '../parts/confirm-page'

interface DeleteProductProps {
  base: string
  product: { id: string; name: string }
  /** Its own; those for every product are not counted. */
  rules: number
}

export function DeleteProduct({ base, product, rules }: DeleteProductProps) {
  const at = `${base}/products/${encodeURIComponent(product.id)}`
  return (
    <ConfirmPage
      title={`Delete the product “${product.name}”?`}
      crumbs={[
        { label: 'Products', href: `${base}/products` },
        { label: product.name, href: `${at}/details` },
      ]}
      takes={[
        rules === 1 ? '1 rule goes with it.' : `${rules} rules go with it.`,
        'Entries waiting for one of these rules end as “rule off”.',
        'If it sells again, it reappears under Products without rules.',
      ]}
      stays={['Customers keep the access they have.', 'The log keeps its entries.']}
      action={`${at}/deletions`}
      confirm="Delete Product"
      back={`${at}/details`}
    />
  )
}
