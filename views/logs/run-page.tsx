/** Asks before many entries run again or are ignored. */
import { Button } from '../parts/button'
import { Count } from '../parts/count'
import { TextField } from '../parts/fields'
import { Form } from '../parts/form'
import { PageHeader } from '../parts/page-header'
import type { LogFilters } from './filters'

type RunAct = 'retry' | 'replay' | 'ignore'

export interface RunFigures {
  act: RunAct
  count: number
  /** Those selected; none for all that the filters find. */
  ids: string[]
}

interface RunPageProps {
  base: string
  run: RunFigures
  filters: LogFilters
  back: string
  id: string
}

const WORDS: Record<RunAct, { title: string; confirm: string; sentences: string[] }> = {
  retry: {
    title: 'Retry',
    confirm: 'Retry Entries',
    sentences: [
      'Each runs again with its original rule, if it failed.',
      'What a later refund or cancellation closed stays closed.',
    ],
  },
  replay: {
    title: 'Replay',
    confirm: 'Replay Entries',
    sentences: [
      'Each event runs against today’s rules, as if it arrived now.',
      'What was already settled is left alone.',
    ],
  },
  ignore: {
    title: 'Ignore',
    confirm: 'Ignore Entries',
    sentences: [
      'They stay in the log, under your name, and no longer need attention.',
      'Only open failures are ignored.',
    ],
  },
}

export function RunPage({ base, run, filters, back, id }: RunPageProps) {
  const { title, confirm, sentences } = WORDS[run.act]
  const kept = Object.entries(filters).filter(([, value]) => value !== '')
  return (
    <div class="page narrow">
      <PageHeader
        title={
          <>
            {title} <Count of={run.count} noun="entry" nouns="entries" />?
          </>
        }
        crumbs={[{ label: 'Logs', href: back }]}
      />
      <Form action={`${base}/runs`} filled={{ values: { id }, errors: {} }} once>
        <input type="hidden" name="act" value={run.act} />
        {kept.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {run.ids.length === 0 && <input type="hidden" name="all" value="on" />}
        {run.ids.map((one) => (
          <input type="hidden" name="entry" value={one} />
        ))}
        <ul class="prose">
          {sentences.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
        {run.act === 'ignore' && (
          <TextField name="note" label="Note" optional hint="Why they need nothing more. It stays with the entries." />
        )}
        <div class="row">
          <Button look="main">{confirm}</Button>
          <a href={back}>Cancel</a>
        </div>
      </Form>
    </div>
  )
}
