import { Button, LinkButton } from '../parts/button'
import { CheckField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'

interface CopyRulesProps {
  base: string
  product: { id: string; name: string }
  rules: { id: string; name: string }[]
  others: { id: string; name: string }[]
  ticked: { rules: string[]; products: string[]; every: boolean }
  filled: FormValues
}

export function CopyRules({ base, product, rules, others, ticked, filled }: CopyRulesProps) {
  const at = `${base}/products/${encodeURIComponent(product.id)}`
  return (
    <div class="page narrow">
      <PageHeader
        title="Copy rules to other products"
        crumbs={[{ label: product.name, href: `${at}/integrations` }]}
        lead="A rule the other product already has is not copied again."
      />
      <Form action={`${at}/copies`} filled={filled} once>
        <fieldset class="field" id="rules">
          <legend>Which rules</legend>
          {rules.map((rule) => (
            <CheckField
              name="rules"
              id={`rule-${rule.id}`}
              value={rule.id}
              label={rule.name}
              checked={ticked.rules.includes(rule.id)}
            />
          ))}
          {filled.errors.rules && <p class="error">{filled.errors.rules}</p>}
        </fieldset>
        <fieldset class="field" id="products">
          <legend>To which products</legend>
          {others.length > 1 && (
            <CheckField name="every" label={`All ${others.length} other products`} checked={ticked.every} />
          )}
          {others.map((other) => (
            <CheckField
              name="products"
              id={`product-${other.id}`}
              value={other.id}
              label={other.name}
              hint={`Product ID ${other.id}`}
              checked={ticked.products.includes(other.id)}
            />
          ))}
          {filled.errors.products && <p class="error">{filled.errors.products}</p>}
          {others.length === 0 && <p class="muted">There is no other product yet.</p>}
        </fieldset>
        <div class="row">
          <Button look="main">Copy Rules</Button>
          <LinkButton href={`${at}/integrations`}>Cancel</LinkButton>
        </div>
      </Form>
    </div>
  )
}
