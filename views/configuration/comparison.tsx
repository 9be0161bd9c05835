/** What a file would change, before anything does. */
import type { ChangeLine } from '../../src/configuration/describe-change'
import { Button, LinkButton } from '../parts/button'
import { CheckField, TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { type MadeSecretShown, MadeSecrets } from './made-secrets'

interface QuestionShown {
  field: string
  /** What it is for. */
  of: string
  label: string
  hint: string
  isSecret: boolean
}

interface ComparisonProps {
  base: string
  groups: { title: string; lines: ChangeLine[] }[]
  removals: ChangeLine[]
  /** Keys of the removals that are ticked. */
  ticked: string[]
  questions: QuestionShown[]
  leftOut: string[]
  stays: string[]
  /** Of changes made before this comparison. */
  made: string | null
  secrets: MadeSecretShown[]
  filled: FormValues
}

export function Comparison(props: ComparisonProps) {
  const { base, groups, removals, ticked, questions, leftOut, stays, made, secrets, filled } = props
  const isSame = groups.length === 0
  const isDone = isSame && removals.length === 0
  return (
    <div class="page narrow">
      <PageHeader
        title="What the file would change"
        crumbs={[{ label: 'Configuration', href: `${base}/configuration` }]}
        lead={isSame ? undefined : 'In this order. Access that was given before stays as it is.'}
      />
      {made !== null && <Notice kind="done">{made}</Notice>}
      <MadeSecrets secrets={secrets} />
      {isSame && (
        <Notice kind="done" title="Nothing would change">
          {isDone ? 'The file matches this marketplace.' : 'Everything in the file is already here.'}
        </Notice>
      )}
      <Form action={`${base}/configuration/changes`} enctype="multipart/form-data" filled={filled} once>
        <HiddenField name="text" />
        <HiddenField name="madeFrom" />
        {groups.map(({ title, lines }) => (
          <section>
            <h2>{title}</h2>
            <ul class="stack stack-tight">
              {lines.map((line) => (
                <li>
                  <Line line={line} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <Sentences title="Can’t be here" sentences={leftOut} />
        {questions.length > 0 && (
          <section>
            <h2>What no file holds</h2>
            <p class="muted">Anything left empty is skipped, with all that needs it.</p>
            {questions.map(({ field, of, label, hint, isSecret }) => (
              <TextField
                name={field}
                label={`${label} of ${of}`}
                hint={hint}
                type={isSecret ? 'password' : 'text'}
                autocomplete="off"
              />
            ))}
          </section>
        )}
        {removals.length > 0 && (
          <section>
            <h2>Here and not in the file</h2>
            <p class="muted">All of it stays, except what you tick to be removed.</p>
            {removals.map(({ key, sentence }) => (
              <CheckField
                name="removed"
                id={`remove-${key}`}
                value={key}
                label={sentence}
                checked={ticked.includes(key)}
              />
            ))}
          </section>
        )}
        <Sentences title="Stays as it is" sentences={stays} />
        <div class="row">
          {!isDone && <Button look="main">Apply changes</Button>}
          <LinkButton href={`${base}/configuration`}>{isDone ? 'Back' : 'Cancel'}</LinkButton>
        </div>
      </Form>
    </div>
  )
}

function Line({ line: { sentence, changes, note, needs } }: { line: ChangeLine }) {
  return (
    <>
      {sentence}
      {changes.map(({ field, from, to }) => (
        <span class="under">
          {field}: <del>{from || 'nothing'}</del> → <ins>{to || 'nothing'}</ins>
        </span>
      ))}
      {note !== undefined && <span class="under">{note}</span>}
      {needs.length > 0 && <span class="under">Only if you fill in what it needs below.</span>}
    </>
  )
}

function Sentences({ title, sentences }: { title: string; sentences: string[] }) {
  if (sentences.length === 0) {
    return null
  }
  return (
    <section>
      <h2>{title}</h2>
      <ul class="stack stack-tight">
        {sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}
