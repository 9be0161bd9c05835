import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'

export interface RecommendationsView {
  key: string
  trigger: string
  action: string
  target: string
  integration: string
  why: string
  /** The rule's form, where something is left to choose; null for one click. */
  form: string | null
}

interface RecommendedProps {
  base: string
  product: string
  /** Unique, so that a second click adds nothing. */
  formId: string
  rules: RecommendationsView[]
}

export function Recommendations({ base, product, formId, rules }: RecommendedProps) {
  if (rules.length === 0) {
    return null
  }
  const ready = rules.filter(({ form }) => form === null)
  const action = `${base}/rules/recommendations`
  const all = ready.length > 1 && (
    <PostButton action={action} values={{ id: formId, product, key: 'all' }}>
      Add all {ready.length}
    </PostButton>
  )
  return (
    <Card title="Recommended rules" actions={all} dashed>
      <ul class="stack">
        {rules.map((rule) => (
          <li class="row row-apart">
            <div>
              <strong>{rule.trigger}</strong> → {rule.action}: <bdi>{rule.target}</bdi>{' '}
              <span class="muted small">on {rule.integration}</span>
              <div class="under">{rule.why}</div>
            </div>
            {rule.form === null ? (
              <PostButton small action={action} values={{ id: formId, product, key: rule.key }}>
                Add
                <ForWhat rule={rule} />
              </PostButton>
            ) : (
              <LinkButton small href={rule.form}>
                Choose days
                <ForWhat rule={rule} />
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function ForWhat({ rule }: { rule: RecommendationsView }) {
  return (
    <span class="visually-hidden">
      {' '}
      for {rule.trigger}, {rule.target}
    </span>
  )
}
