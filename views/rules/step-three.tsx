/** New Rule, step 3: target and options. */
import { RefreshState, type RefreshView } from '../integrations/refresh-state'
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { Combobox, type ComboboxList } from '../parts/combobox'
import { ErrorSummary, type Errors } from '../parts/error-summary'
import { Carried } from './frame'
import { MoreOptions, type OptionsOffered } from './more-options'

interface StepThreeProps {
  base: string
  draft: Record<string, string>
  errors: Errors
  kind: 'Course' | 'Bundle'
  /** "When Power Yoga is purchased, enroll the customer in…", split around the product's name. */
  sentence: { before: string; name: string; after: string }
  targets: ComboboxList
  /** A new rule's address, or the edited one's. */
  action: string
  refresh: RefreshView
  offered: OptionsOffered
  /** Triggers that most merchants pair with this rule; empty for no suggestion. */
  partners: string[]
}

const FORM = 'rule'

export function StepThree(props: StepThreeProps) {
  const { base, draft, errors, kind, sentence, action, refresh, offered, partners } = props
  return (
    <>
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
        <Carried draft={draft} but={['q', 'target', ...OPTION_FIELDS]} />
        <Target {...props} />
        <RefreshState base={base} refresh={refresh} />
        <MoreOptions draft={draft} errors={errors} offered={offered} />
        <div class="row">
          <Button look="main">Submit</Button>
          <Button extra={{ formaction: `${base}/rules/back`, formnovalidate: '' }}>Back</Button>
        </div>
      </form>
      {partners.length > 0 && <Partners triggers={partners} />}
      {kind === 'Course' && draft.action === 'create_course' && <Reminder />}
    </>
  )
}

const OPTION_FIELDS = ['access', 'accessDays', 'end', 'endDays', 'tests', 'remove', 'name']

function Target({ base, errors, kind, targets }: StepThreeProps) {
  const noun = kind.toLowerCase()
  const refresh = { formaction: `${base}/rules/refresh`, formnovalidate: '' }
  return (
    <Combobox
      {...targets}
      label={kind}
      error={errors.target}
      placeholder={`Type to search ${noun}s, or a ${noun}’s id`}
      search={{ url: `${base}/rules/new`, param: 'q' }}
      beside={<Button extra={refresh}>Refresh</Button>}
      hint={`Not here? Refresh fetches new ${noun}s from Thinkific, or type the ${noun}’s id (not its product id).`}
    />
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

function Reminder() {
  return (
    <p class="muted small">
      In Thinkific, keep the course’s welcome e-mail on: it brings a new student the log-in. And keep the course
      private.
    </p>
  )
}

function listed(words: string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
