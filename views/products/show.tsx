import type { Child } from 'hono/jsx'
import { filteredAddress, NO_FILTERS } from '../logs/filters'
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { EmptyState } from '../parts/empty-state'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { type RuleLine, RuleList } from '../rules/rule-list'
import { ProductTabs } from './tabs'

interface ProductPageProps {
  base: string
  product: { id: string; name: string }
  rules: RuleLine[]
  global: number
  lacksCreate: boolean
  /** It sells, and all rules that enroll are off. */
  isOff: boolean
  kinds: string
  /** The person belongs to other marketplaces, so rules can be copied there. */
  severalMarketplaces: boolean
  beside: Child
}

export function ProductPage(props: ProductPageProps) {
  const { base, product, rules, global, lacksCreate, isOff, kinds, severalMarketplaces, beside } = props
  const at = `${base}/products/${encodeURIComponent(product.id)}`
  const create = (
    <LinkButton look="main" icon="plus" href={`${base}/rules/new?product=${encodeURIComponent(product.id)}`}>
      New Rule
    </LinkButton>
  )
  return (
    <div class="page">
      <PageHeader
        title={<bdi>{product.name}</bdi>}
        lead={`Product ID ${product.id}`}
        crumbs={[{ label: 'Products', href: `${base}/products` }]}
        action={rules.length > 0 && create}
      />
      <ProductTabs at={at} current="Integrations" />
      {lacksCreate && (
        <Notice kind="warning" title="People bought this, but no rule enrolls them">
          Its customers are not enrolled. Add a rule for Product Purchased.
        </Notice>
      )}
      {isOff && (
        <Notice kind="warning" title="It sells, but its rule is off">
          Its customers are not enrolled. Switch the rule on: it then offers to enroll those who bought while it was
          off.
        </Notice>
      )}
      {rules.length === 0 ? (
        <EmptyState
          title="No rules yet"
          example="When Power Yoga is purchased, enroll the customer in Course Two."
          action={create}
        >
          A rule says what happens in {kinds} when something happens to this product: a purchase, a refund, a failed
          payment.
        </EmptyState>
      ) : (
        <Card
          title="Rules"
          actions={
            <>
              <LinkButton icon="question" href={`${base}/try?${new URLSearchParams({ product: product.id })}`}>
                Try it
              </LinkButton>
              <LinkButton href={filteredAddress(`${base}/logs`, { ...NO_FILTERS, product: product.id })}>
                Its entries
              </LinkButton>
              <Copies base={base} at={at} product={product.id} severalMarketplaces={severalMarketplaces} />
            </>
          }
        >
          <RuleList base={base} caption={`Rules of ${product.name}`} rules={rules} />
        </Card>
      )}
      {global > 0 && (
        <p class="muted">
          {global === 1 ? '1 global rule runs' : `${global} global rules run`} for this product too:{' '}
          <a href={`${base}/rules`}>Global Rules</a>. If both act on the same course or bundle, the product’s own wins.
        </p>
      )}
      {beside}
    </div>
  )
}

interface CopiesProps {
  base: string
  at: string
  product: string
  severalMarketplaces: boolean
}

function Copies({ base, at, product, severalMarketplaces }: CopiesProps) {
  return (
    <>
      <a href={`${at}/copies`}>Copy rules to other products</a>
      {severalMarketplaces && (
        <a href={`${base}/rules/copies?${new URLSearchParams({ product })}`}>Copy rules to another marketplace</a>
      )}
    </>
  )
}
