/** Lets a person choose what a post means that was not understood. */
import { Button, LinkButton } from '../parts/button'
import { RadioField, SelectField, type SelectOption } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Crumb, PageHeader } from '../parts/page-header'

interface TreatPageProps {
  crumbs: Crumb[]
  action: string
  back: string
  /** The sender's word; empty when the post has none. */
  word: string
  sender: string
  /** Other entries in the log with the same word that could be treated alike. */
  others: number
  options: SelectOption[]
  filled: FormValues
}

export function TreatPage({ crumbs, action, back, word, sender, others, options, filled }: TreatPageProps) {
  const scope = { name: 'scope', chosen: filled.values.scope === 'word' ? 'word' : 'post' }
  return (
    <div class="page narrow">
      <PageHeader crumbs={crumbs} title={word ? `What does “${word}” mean?` : 'What does this post mean?'} />
      <Form action={action} filled={filled}>
        <SelectField
          name="meaning"
          label="Treat as"
          prompt="Choose what happened"
          options={options}
          hint="The event then runs against today’s rules, at the time it happened."
          required
        />
        {word && (
          <fieldset class="field">
            <legend>For</legend>
            <RadioField {...scope} value="post" label="This post only" />
            <RadioField
              {...scope}
              value="word"
              label={`Every post in which ${sender} says “${word}”`}
              hint={describeScope(others)}
            />
          </fieldset>
        )}
        <div class="row">
          <Button look="main">Save</Button>
          <LinkButton href={back}>Keep everything as it is</LinkButton>
        </div>
      </Form>
    </div>
  )
}

function describeScope(others: number): string {
  const later = 'New posts are read this way from about two minutes after you save.'
  if (others === 0) {
    return `This one and future ones. ${later}`
  }
  return `This one, ${others === 1 ? 'one other' : `the ${others} others`} in the log, and future ones. ${later}`
}
