import { PostButton } from '../parts/button'
import { Card } from '../parts/card'

export interface RecommendationsView {
  key: string
  trigger: string
  action: string
  target: string
  integration: string
  why: string
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
  const action = `${base}/rules/recommendations`
  const all = rules.length > 1 && (
    <PostButton action={action} values={{ id: formId, product, key: 'all' }}>
      Add all {rules.length}
    </PostButton>
  )
  return (
    <Card title="Recommended and missing" actions={all} dashed>
      <ul class="stack">
        {rules.map((rule) => (
          <li class="row row-apart">
            <div>
              <strong>{rule.trigger}</strong> → {rule.action}: <bdi>{rule.target}</bdi>{' '}
              <span class="muted small">on {rule.integration}</span>
              <div class="under">{rule.why}</div>
            </div>
            <PostButton small action={action} values={{ id: formId, product, key: rule.key }}>
              Add rule
              <span class="visually-hidden">
                {' '}
                for {rule.trigger}, {rule.target}
              </span>
            </PostButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}
