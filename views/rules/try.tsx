/** Try it: an event from the log, or a made-up one, and what every rule would make of it. */
import type { Child } from 'hono/jsx'
import type { Outcome } from '../../src/journal/outcome'
import { OutcomeBadge } from '../parts/badge'
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { SelectField, type SelectOption, TextField } from '../parts/fields'
import { type Crumb, PageHeader } from '../parts/page-header'

export interface ExplainedView {
  rule: { id: string; name: string }
  /** True for the rule one came from. */
  here: boolean
  trigger: string
  outcome: Outcome
  sentence: string
}

interface TryProps {
  base: string
  /** Where the form asks. */
  at: string
  crumbs: Crumb[]
  title: string
  /** Events of the log. */
  events: SelectOption[]
  products: SelectOption[]
  asked: { entry: string; email: string; product: string }
  errors: Record<string, string>
  /** Null: nothing asked yet. */
  explained: ExplainedView[] | null
  /** The event explained, in words. */
  about: Child
  /** One came from a rule, rather than from the log. */
  ofRule: boolean
}

export function TryIt({
  base,
  at,
  crumbs,
  title,
  events,
  products,
  asked,
  errors,
  explained,
  about,
  ofRule,
}: TryProps) {
  return (
    <div class="page narrow">
      <PageHeader
        title={title}
        crumbs={crumbs}
        lead="Says which rules an event fires and what would come of it. Nothing is called and nobody’s access changes."
      />
      {explained && <Explanation {...{ base, explained, about, ofRule }} />}
      {events.length > 0 && (
        <form method="get" action={at} class="card form">
          <h2>With an event from the log</h2>
          <SelectField name="entry" label="Event" prompt="Choose an event" options={events} value={asked.entry} />
          <div class="row">
            <Button look={events.length > 0 ? 'main' : 'side'}>Try it</Button>
          </div>
        </form>
      )}
      {products.length > 0 && (
        <form method="get" action={at} class="card form">
          <h2>With a made-up one</h2>
          <TextField
            name="email"
            type="email"
            label="Customer’s email"
            value={asked.email}
            error={errors.email}
            required
          />
          <SelectField name="product" label="Product" options={products} value={asked.product} />
          <div class="row">
            <Button>Try it</Button>
          </div>
        </form>
      )}
    </div>
  )
}

function Explanation({
  base,
  explained,
  about,
  ofRule,
}: Pick<TryProps, 'base' | 'about' | 'ofRule'> & { explained: ExplainedView[] }) {
  const missed = ofRule && !explained.some(({ here }) => here)
  return (
    <Card title="What would happen">
      <div class="stack">
        <p class="muted">{about}</p>
        {explained.length === 0 && <p class="answer">No rule listens for this. The log would say “no rule”.</p>}
        <ul class="stack">
          {explained.map(({ rule, here, trigger, outcome, sentence }) => (
            <li>
              <p>
                <OutcomeBadge outcome={outcome} /> {sentence}
              </p>
              <p class="muted small">
                {trigger} · {here ? 'this rule' : <a href={`${base}/rules/${rule.id}`}>{rule.name}</a>}
              </p>
            </li>
          ))}
        </ul>
        {missed && <p class="muted">The rule you came from does not listen for this event.</p>}
      </div>
    </Card>
  )
}
