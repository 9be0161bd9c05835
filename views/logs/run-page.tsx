/** Asks before many entries run again or are ignored. */
import { ConfirmPage } from '../parts/confirm-page'
import { TextField } from '../parts/fields'
import { formatNumber, useViewer } from '../parts/viewer'
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
  const count = formatNumber(useViewer(), run.count)
  return (
    <ConfirmPage
      title={`${title} ${count} ${run.count === 1 ? 'entry' : 'entries'}?`}
      crumbs={[{ label: 'Logs', href: back }]}
      takes={sentences}
      action={`${base}/runs`}
      values={{ id, act: run.act, ...filters, ...(run.ids.length === 0 ? { all: 'on' } : {}) }}
      confirm={confirm}
      back={back}
      harmless
    >
      {run.ids.map((one) => (
        <input type="hidden" name="entry" value={one} />
      ))}
      {run.act === 'ignore' && (
        <TextField name="note" label="Note" optional hint="Why they need nothing more. It stays with the entries." />
      )}
    </ConfirmPage>
  )
}
