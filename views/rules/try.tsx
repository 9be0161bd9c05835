/** Try it: explains what every rule would do with an event from the log or an invented one. */
import type { Child } from 'hono/jsx'
import type { Outcome } from '../../src/model/outcome'
import { OutcomeBadge } from '../parts/badge'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { EmptyState } from '../parts/empty-state'
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
  /** The event's own entry, where no rule has one. */
  own: { outcome: Outcome; sentence: string } | null
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
  /** Empty where the rule says what happens. */
  triggers: SelectOption[]
  /** The customer's purchases of the product, once both are known. */
  purchases: SelectOption[]
  asked: { entry: string; email: string; product: string; trigger: string; purchase: string }
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
  triggers,
  purchases,
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
        lead="Preview which rules would run and what they’d do. Nothing is sent, and no one’s access changes."
      />
      {explained && <Explanation base={base} phrases={phrases} explained={explained} about={about} />}
      {products.length + events.length === 0 && (
        <EmptyState
          title="Nothing to try yet"
          action={
            <LinkButton look="main" href={`${base}/products/new`}>
              New Product
            </LinkButton>
          }
        >
          Add a product, or send a first event, to see here what your rules do with it.
        </EmptyState>
      )}
      {products.length > 0 && (
        <form method="get" action={at} class="card form">
          <h2>With a customer</h2>
          <TextField
            name="email"
            type="email"
            label="Customer’s email"
            value={found.email}
            error={errors.email}
            required
          />
          {triggers.length > 0 && (
            <SelectField
              name="trigger"
              label="What happens"
              options={triggers}
              value={found.trigger}
              error={errors.trigger}
            />
          )}
          <SelectField name="product" label="Product" options={products} value={found.product} error={errors.product} />
          {purchases.length > 0 && (
            <SelectField name="purchase" label="For which purchase" options={purchases} value={found.purchase} />
          )}
          <div class="row">
            <Button look="main">Try it</Button>
          </div>
        </form>
      )}
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
            <Button look={products.length > 0 ? 'side' : 'main'}>Try it</Button>
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
  const { fires, own, others } = explained
  const few = others.length <= OTHERS_AT_A_GLANCE || others[0]?.here
  return (
    <Card title="What would happen">
      <div class="stack">
        <p class="muted">{about}</p>
        {own !== null && (
          <p>
            <OutcomeBadge phrases={phrases} of={{ outcome: own.outcome, action: null }} /> {own.sentence}
          </p>
        )}
        {own === null && fires.length === 0 && <p class="answer">No rule would act on this.</p>}
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
      {(here || !rule.name.startsWith(trigger)) && `${trigger} · `}
      {here ? (
        'this rule'
      ) : (
        <>
          Rule: <a href={`${base}/rules/${rule.id}`}>{rule.name}</a>
        </>
      )}
    </p>
  )
}
