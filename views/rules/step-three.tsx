import { RefreshState, type RefreshView } from '../integrations/refresh-state'
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { Combobox, type ComboboxList } from '../parts/combobox'
import { ErrorSummary, type Errors } from '../parts/error-summary'
import { CheckField } from '../parts/fields'
import { type AccessOffered, AccessOptions } from './access-options'
import { Carried } from './frame'
import { MoreOptions, type OptionsOffered } from './more-options'

interface StepThreeProps {
  base: string
  draft: Record<string, string>
  errors: Errors
  /** What is chosen, and what to do about one that is not listed; null where there is nothing to choose. */
  field: { label: string; hint: string } | null
  /** "When Power Yoga is purchased, enroll the customer in…", its name set off. */
  sentence: { before: string; name: string; after: string }
  targets: ComboboxList
  /** A new rule's address, or the edited one's. */
  action: string
  /** Null where there is nothing to refresh. */
  refresh: RefreshView | null
  offered: OptionsOffered & AccessOffered
  /** Draft fields with a control of their own here. */
  optionFields: string[]
  /** Triggers that most merchants pair with this rule; empty for no suggestion. */
  partners: string[]
  /** Other products the same rule could be for, and which are ticked; none for a rule that is edited or global. */
  others: FurtherProduct[]
  /** What to prepare on the other side. */
  reminder: string | null
}

export interface FurtherProduct {
  id: string
  name: string
  ticked: boolean
}

const FORM = 'rule'

export function StepThree(props: StepThreeProps) {
  const { base, draft, errors, sentence, action, refresh, offered, partners, reminder } = props
  return (
    <div class="columns">
      <form method="post" action={action} id={FORM} class="card form" novalidate>
        <ErrorSummary errors={errors} />
        <p class="answer">
          {sentence.before}
          <strong>
            <bdi>{sentence.name}</bdi>
          </strong>
          {sentence.after}
        </p>
        {/* The search requests this step again; without a script the same address answers the whole page. */}
        <input type="hidden" name="step" value="3" />
        <Carried draft={draft} but={['q', 'target', ...props.optionFields]} />
        {props.field && <Target {...props} field={props.field} />}
        {refresh && <RefreshState base={base} refresh={refresh} />}
        <AccessOptions draft={draft} errors={errors} offered={offered} />
        {props.others.length > 0 && <FurtherProducts others={props.others} />}
        <MoreOptions draft={draft} errors={errors} offered={offered} />
        <div class="row">
          <Button look="main">Submit</Button>
          <Button extra={{ formaction: `${base}/rules/drafts`, formnovalidate: '' }}>Back</Button>
        </div>
      </form>
      {(partners.length > 0 || reminder) && (
        <div class="stack">
          {partners.length > 0 && <Partners triggers={partners} />}
          {reminder && <p class="muted small">{reminder}</p>}
        </div>
      )}
    </div>
  )
}

function Target({
  base,
  errors,
  field,
  targets,
  refresh,
}: StepThreeProps & { field: NonNullable<StepThreeProps['field']> }) {
  const noun = field.label.toLowerCase()
  const again = { formaction: `${base}/rules/catalog/refreshes`, formnovalidate: '' }
  return (
    <Combobox
      {...targets}
      label={field.label}
      error={errors.target}
      placeholder={`Type to search ${noun}s, or a ${noun}’s id`}
      search={{ url: `${base}/rules/new`, param: 'q' }}
      beside={refresh && <Button extra={again}>Refresh</Button>}
      hint={field.hint}
      extra={Object.keys(errors).length === 0 ? { autofocus: '' } : {}}
    />
  )
}

/** One form for all products that open the same course. */
function FurtherProducts({ others }: { others: FurtherProduct[] }) {
  return (
    <details class="more" open={others.some(({ ticked }) => ticked)}>
      <summary>Other products that need this rule too</summary>
      <fieldset class="field further">
        <legend class="visually-hidden">Other products</legend>
        {others.map(({ id, name, ticked }) => (
          <CheckField name="also" id={`also-${id}`} value={id} label={name} checked={ticked} />
        ))}
      </fieldset>
    </details>
  )
}

function Partners({ triggers }: { triggers: string[] }) {
  const many = triggers.length === 1 ? 'the recommended rule' : `the ${triggers.length} recommended rules`
  return (
    <Card title="Rules that go with it" dashed>
      <div class="stack">
        <p class="muted small">Most merchants pair this with rules for {listed(triggers)}.</p>
        <p>
          <Button name="partners" value="on" extra={{ form: FORM }}>
            Submit, and add {many}
          </Button>
        </p>
      </div>
    </Card>
  )
}

function listed(words: string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
