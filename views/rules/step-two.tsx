/** New Rule, step 2: trigger and product. */
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { DefinitionList } from '../parts/definition-list'
import { ErrorSummary, type Errors } from '../parts/error-summary'
import { SelectField, type SelectOption } from '../parts/fields'
import { Carried } from './frame'

interface StepTwoProps {
  base: string
  draft: Record<string, string>
  errors: Errors
  triggers: SelectOption[]
  /** `refused`: why it cannot be chosen; null where it can. */
  categories: { value: string; label: string; refused: string | null }[]
  /** Under the triggers. */
  hint: string
  /** What each trigger means. */
  meanings: [trigger: string, meaning: string][]
}

export function StepTwo({ base, draft, errors, triggers, categories, hint, meanings }: StepTwoProps) {
  const possible = categories.filter(({ refused }) => refused === null)
  const selected = (possible.find(({ value }) => value === draft.category) ?? possible[0])?.value
  return (
    <div class="columns">
      <form method="get" action={`${base}/rules/new`} class="card form">
        <ErrorSummary errors={errors} />
        <Carried draft={draft} but={['category', 'trigger']} />
        <div class="field">
          <label for="category">Category</label>
          <select class="control" name="category" id="category" aria-describedby="category-hint">
            {categories.map(({ value, label, refused }) => (
              <option value={value} selected={value === selected} disabled={refused !== null}>
                {label}
              </option>
            ))}
          </select>
          <div class="hint" id="category-hint">
            {categories.flatMap(({ refused }) => refused ?? []).join(' ')}
          </div>
          {errors.category && <p class="error">{errors.category}</p>}
        </div>
        <SelectField
          extra={Object.keys(errors).length === 0 ? { autofocus: '' } : {}}
          name="trigger"
          label="Trigger"
          prompt="Choose a trigger"
          options={triggers}
          value={draft.trigger ?? ''}
          error={errors.trigger}
          hint={hint}
        />
        <div class="row">
          <Button look="main" name="step" value="3">
            Next Step
          </Button>
          <Button name="step" value="1" extra={{ formnovalidate: '' }}>
            Back
          </Button>
        </div>
      </form>
      <Card title="What each trigger means" dashed>
        <DefinitionList prose facts={meanings} />
      </Card>
    </div>
  )
}
