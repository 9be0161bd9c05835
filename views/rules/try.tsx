/** Try it: explains what every rule would do with an event from the log or an invented one. */
import type { Child } from 'hono/jsx'
import type { Outcome } from '../../src/model/outcome'
import { OutcomeBadge } from '../parts/badge'
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { SelectField, type SelectOption, TextField } from '../parts/fields'
import { type Crumb, PageHeader } from '../parts/page-header'
import type { Phrases } from '../parts/phrases'

interface EventSummary {
  rule: { id: string; name: string; action: string }
  /** Marks the rule this page was opened from. */
  here: boolean
  trigger: string
}

interface ExplanationView {
  fires: (EventSummary & { outcome: Outcome; sentence: string; body?: string })[]
  /** Rules that would not run, and why. */
  others: (EventSummary & { why: string })[]
}

interface TryProps {
  base: string
  phrases: Phrases
  at: string
  crumbs: Crumb[]
  /** Events from the log. */
  events: SelectOption[]
  products: SelectOption[]
  asked: { entry: string; email: string; product: string }
  errors: Record<string, string>
  /** Null before the form is submitted. */
  explained: ExplanationView | null
  about: Child
}

export function TryIt({
  base,
  phrases,
  at,
  crumbs,
  events,
  products,
  asked: found,
  errors,
  explained,
  about,
}: TryProps) {
  return (
    <div class="page narrow">
      <PageHeader
        title="Try it"
        crumbs={crumbs}
        lead="Preview which rules run and the result. Nothing is called and no one’s access changes."
      />
      {explained && <Explanation base={base} phrases={phrases} explained={explained} about={about} />}
      {events.length > 0 && (
        <form method="get" action={at} class="card form">
          <h2>With an event from the log</h2>
          <SelectField
            name="entry"
            label="Event"
            prompt="Choose an event"
            options={events}
            value={found.entry}
            error={errors.entry}
          />
          <div class="row">
            <Button look={events.length > 0 ? 'main' : 'side'}>Try it</Button>
          </div>
        </form>
      )}
      {products.length > 0 && (
        <form method="get" action={at} class="card form">
          <h2>With a sample event</h2>
          <TextField
            name="email"
            type="email"
            label="Customer’s email"
            value={found.email}
            error={errors.email}
            required
          />
          <SelectField name="product" label="Product" options={products} value={found.product} error={errors.product} />
          <div class="row">
            <Button>Try it</Button>
          </div>
        </form>
      )}
    </div>
  )
}

/** More than this are folded away behind a count. */
const OTHERS_AT_A_GLANCE = 5

function Explanation({
  base,
  phrases,
  explained,
  about,
}: Pick<TryProps, 'base' | 'phrases' | 'about'> & { explained: ExplanationView }) {
  const { fires, others } = explained
  const few = others.length <= OTHERS_AT_A_GLANCE || others[0]?.here
  return (
    <Card title="What would happen">
      <div class="stack">
        <p class="muted">{about}</p>
        {fires.length === 0 && <p class="answer">No rule would act on this.</p>}
        <ul class="stack">
          {fires.map((one) => (
            <li>
              <p>
                <OutcomeBadge phrases={phrases} of={{ ...one, action: one.rule.action }} /> {one.sentence}
              </p>
              {one.body !== undefined && (
                <CodeBlock id={`body-${one.rule.id}`} title="Body" of={one.rule.name} code={one.body} wrap />
              )}
              <Which base={base} event={one} />
            </li>
          ))}
        </ul>
        {others.length > 0 && (
          <details class="more" open={few}>
            <summary>{others.length === 1 ? '1 rule would not act' : `${others.length} rules would not act`}</summary>
            <ul class="stack">
              {others.map((one) => (
                <li>
                  <p>{one.why}</p>
                  <Which base={base} event={one} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  )
}

function Which({ base, event: { rule, here, trigger } }: { base: string; event: EventSummary }) {
  return (
    <p class="muted small">
      {trigger} · {here ? 'this rule' : <a href={`${base}/rules/${rule.id}`}>{rule.name}</a>}
    </p>
  )
}
