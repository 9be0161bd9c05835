/** An import from its columns to its report. */
import type { Child } from 'hono/jsx'
import type { FateCounts, ImportRecord, ImportStage, RowFate } from '../../src/journal/imports/import-record'
import type { JobView } from '../../src/journal/jobs/job'
import { JobCard } from '../jobs/job-card'
import { Button, LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { poll } from '../parts/poll'
import { StepTrail, type TrailStep } from '../parts/step-trail'
import { When } from '../parts/when'

const SECONDS_BETWEEN_LOOKS = 2

interface ImportPageProps {
  base: string
  record: ImportRecord
  /** Its work under way, if any. */
  job: JobView | null
  formId: string
  /** The form of its stage, if it has one. */
  form: Child | null
  /** It answers a part that waited for it. */
  isArriving?: boolean
}

export function ImportPage(props: ImportPageProps) {
  const { base, record } = props
  return (
    <div class="page">
      <PageHeader
        title={record.name}
        crumbs={[
          { label: 'Customers', href: `${base}/customers` },
          { label: 'Import past orders', href: `${base}/imports` },
        ]}
      />
      <ImportState {...props} />
    </div>
  )
}

/** Reloads itself while there is work under way. */
export function ImportState({ base, record, job, formId, form, isArriving = false }: ImportPageProps) {
  const at = `${base}/imports/${record.id}`
  const isBusy = BUSY.includes(record.stage)
  return (
    <div
      id="import"
      class={isBusy || isArriving ? 'stack place' : 'stack'}
      {...(isBusy ? poll(at, SECONDS_BETWEEN_LOOKS) : {})}
    >
      <StepTrail steps={listSteps(record.stage, at)} />
      {job !== null && <JobCard base={base} job={job} />}
      {PREPARING.includes(record.stage) && <p class="skeleton" />}
      {record.stage === 'running' && <TimeLeft record={record} />}
      {record.stage === 'previewed' && <Preview at={at} record={record} formId={formId} />}
      {record.startedAt !== null && <Report base={base} at={at} record={record} />}
      {form}
      {record.stage !== 'running' && <Discard at={at} stage={record.stage} />}
    </div>
  )
}

/** A form or the preview comes next. */
const PREPARING: readonly ImportStage[] = ['reading', 'previewing']
const BUSY: readonly ImportStage[] = [...PREPARING, 'running']
const STEPS: [label: string, stages: ImportStage[]][] = [
  ['Columns', ['uploading', 'uploaded', 'reading']],
  ['Orders', ['read', 'previewing']],
  ['Preview', ['previewed']],
  ['Run', ['running', 'done', 'canceled']],
]

function listSteps(stage: ImportStage, at: string): TrailStep[] {
  const current = STEPS.findIndex(([, stages]) => stages.includes(stage))
  const mayGoBack = stage === 'read' || stage === 'previewed'
  return STEPS.map(([label], index) => ({
    label,
    state: index < current ? 'done' : index === current ? 'current' : 'ahead',
    href: mayGoBack && index < current ? `${at}?step=${label.toLowerCase()}` : undefined,
  }))
}

const FATES: [fate: RowFate, would: string, did: string][] = [
  ['enroll', 'would enroll or extend access', 'enrolled, or access extended'],
  ['already', 'already in', 'already in'],
  ['end', 'would end access', 'access ended'],
  ['sent', 'would only be posted to a Notify URL', 'only posted to a Notify URL'],
  ['unclear', 'unclear: a person has to choose', 'unclear: a person has to choose'],
  ['failed', 'would fail', 'failed'],
  ['nothing', 'would change nothing', 'changed nothing'],
  ['known', 'imported before', 'imported before'],
  ['left out', 'left out by date or product', 'left out by date or product'],
]

interface FateLine {
  fate: RowFate
  text: string
  count: number
}

function Fates({ at, counts, past }: { at: string; counts: FateCounts; past: boolean }) {
  const rows = FATES.flatMap(([fate, would, did]): FateLine[] => {
    const count = counts[fate] ?? 0
    return count === 0 ? [] : [{ fate, count, text: past ? did : would }]
  })
  const columns: Column<FateLine>[] = [
    { head: 'What', kind: 'name', cell: ({ text }) => text },
    { head: 'Orders', kind: 'number', labeled: true, cell: ({ count }) => <Count of={count} /> },
    {
      head: 'List',
      cell: ({ fate, text }) => (
        <a href={`${at}/rows.csv?only=${encodeURIComponent(fate)}`} aria-label={`Download as CSV: ${text}`}>
          Download
        </a>
      ),
    },
  ]
  return (
    <DataTable caption={past ? 'What came of the orders' : 'What the orders would do'} columns={columns} rows={rows} />
  )
}

function Preview({ at, record, formId }: { at: string; record: ImportRecord; formId: string }) {
  const { foreseen, calls, wrong } = record
  return (
    <Card title="What would happen">
      <div class="stack">
        <Fates at={at} counts={foreseen} past={false} />
        <div class="prose">
          <ul>
            {wrong > 0 && (
              <li>
                <Count of={wrong} noun="row" /> cannot be imported:{' '}
                <a href={`${at}/rows.csv?only=wrong`}>download them</a> with the reason of each.
              </li>
            )}
            <li>
              About <Count of={calls} noun="call" /> to Thinkific at most, behind live events and at the pace your site
              allows. Only Thinkific knows who already has an account there, so it is asked as each order runs.
            </li>
            <li>
              Each order becomes an entry in the log, under its own date. What was refunded or ended since stays that
              way, and customers who are already in cost no calls.
            </li>
            <li>
              <a href={`${at}/rows.csv`}>Download the whole preview</a> as CSV.
            </li>
          </ul>
        </div>
        <form method="post" action={`${at}/runs`} class="row">
          <input type="hidden" name="id" value={formId} />
          <input type="hidden" name="madeFrom" value={String(record.changedAt)} />
          <Button look="main">Import these orders</Button>
          <LinkButton href={`${at}?step=orders`}>Choose other orders</LinkButton>
        </form>
      </div>
    </Card>
  )
}

/** Estimated from how long the orders took so far. */
function TimeLeft({ record }: { record: ImportRecord }) {
  const done = countAll(record.did)
  const took = record.lookedAt - (record.startedAt ?? record.lookedAt)
  if (done < LEAST_DONE || took <= 0) {
    return null
  }
  const left = Math.ceil(((took / done) * (record.orders - done)) / MINUTE_MS)
  return (
    <p class="muted" role="status">
      {left <= 1
        ? 'About a minute left.'
        : left < MINUTES_AN_HOUR
          ? `About ${left} minutes left.`
          : `About ${Math.round(left / MINUTES_AN_HOUR)} hours left.`}{' '}
      Live events go first.
    </p>
  )
}

const LEAST_DONE = 20
const MINUTE_MS = 60_000
const MINUTES_AN_HOUR = 60

function countAll(counts: FateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function Report({ base, at, record }: { base: string; at: string; record: ImportRecord }) {
  const { stage, did, wrong, endedAt } = record
  const open = record.open.filter(({ noted }) => !noted)
  const title = stage === 'done' ? 'What came of it' : 'So far'
  return (
    <Card title={title}>
      <div class="stack">
        {stage === 'canceled' && (
          <Notice kind="info" title="Canceled">
            What was imported before that stays.
            {open.length > 0 && (
              <>
                {' '}
                <Count of={open.length} noun="order" /> under way then: the log says how each ends.
              </>
            )}
          </Notice>
        )}
        {countAll(did) === 0 ? <p class="muted">No order is finished yet.</p> : <Fates at={at} counts={did} past />}
        <p>
          <a href={`${at}/rows.csv`}>Download the report</a> as CSV, or <a href={`${base}/logs`}>open the log</a>.
          {wrong > 0 && (
            <>
              {' '}
              <Count of={wrong} noun="row" /> could not be imported:{' '}
              <a href={`${at}/rows.csv?only=wrong`}>download them</a>.
            </>
          )}
        </p>
        {endedAt !== null && (
          <p class="muted small">
            Ended <When at={endedAt} as="ago" />. The list is kept for 30 days.
          </p>
        )}
      </div>
    </Card>
  )
}

function Discard({ at, stage }: { at: string; stage: ImportStage }) {
  const ran = stage === 'done' || stage === 'canceled'
  return (
    <div class="row row-end">
      {ran && (
        <LinkButton look="plain" href={`${at}/undo`}>
          Undo this import
        </LinkButton>
      )}
      <PostButton look="plain" action={`${at}/deletions`}>
        {ran ? 'Delete the list' : 'Discard this file'}
      </PostButton>
    </div>
  )
}
