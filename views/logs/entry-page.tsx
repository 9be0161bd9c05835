import type { ChoosablePurchase, Sharer } from '../../src/integrations/customer-access'
import type { Entry, LogRow } from '../../src/journal/queries'
import type { Attempt } from '../../src/model/attempt'
import type { Outcome } from '../../src/model/outcome'
import { AccessCard, type AccessCardProps } from '../customers/access-card'
import { OUTCOME_LOOKS, OutcomeBadge } from '../parts/badge'
import { Card } from '../parts/card'
import { PageHeader } from '../parts/page-header'
import { describeHappening, entryActsAddress, entryAddress, type Phrases } from '../parts/phrases'
import { poll } from '../parts/poll'
import { useViewer } from '../parts/viewer'
import { clockTime, When } from '../parts/when'
import { EntryButtons } from './entry-buttons'
import { EntryTimeline } from './entry-timeline'
import { EventDetails } from './event-details'
import { filteredAddress, type LogFilters } from './filters'
import { LogTable, NextTry } from './log-table'
import type { FixView } from './main-fix'
import { OutcomeMeaning } from './outcome-meaning'
import { PurchaseChoice } from './purchase-choice'
import { SharedOrder } from './shared-order'

interface EntryPageProps {
  base: string
  phrases: Phrases
  entry: Entry
  /** The filters of the list it was opened from. */
  filters: LogFilters
  /** The customer's current access; null when the event names no customer. */
  access: AccessCardProps | null
  /** Polling interval in seconds; null once the entry is final or parked. */
  again: number | null
  /** Where it is unclear which purchase the event is about. */
  choices: ChoosablePurchase[]
  formId: string
  /** Other customers who bought under the same order or subscription. */
  sharers: Sharer[]
  isEnding: boolean
  resolution: ResolutionWords | null
  fix: FixView | null
}

/** How its failure was resolved, or that it was undone. */
export interface ResolutionWords {
  words: string
  /** When, where the words leave that open; epoch ms. */
  at?: number
  /** What took its place. */
  successor: { id: string; sentence: string } | null
}

export function EntryPage({
  base,
  phrases,
  entry,
  filters,
  access,
  again,
  choices,
  formId,
  sharers,
  isEnding,
  resolution,
  fix,
}: EntryPageProps) {
  const viewer = useViewer()
  const address = filteredAddress(entryAddress(base, entry.id), filters)
  const who = entry.customer?.name ?? entry.customer?.email
  return (
    <div class="page" id="entry" {...(again === null ? {} : poll(address, again))}>
      <PageHeader
        crumbs={[
          { label: 'Logs', href: filteredAddress(`${base}/logs`, filters) },
          { label: clockTime(viewer, entry.at), href: address },
        ]}
        title={who ? `${who}, ${describeHappening(phrases, entry)}` : describeHappening(phrases, entry)}
        action={<EntryButtons base={base} entry={entry} fix={fix} />}
      />
      <div class="columns">
        <div class="stack">
          <Verdict base={base} phrases={phrases} entry={entry} resolution={resolution} />
          {sharers.length > 0 && entry.customer && (
            <SharedOrder base={base} email={entry.customer.email} sharers={sharers} isEnding={isEnding} />
          )}
          {entry.outcome === 'unclear' && (
            <PurchaseChoice
              action={`${entryActsAddress(base, entry.id)}/choices`}
              choices={choices}
              form={formId}
              email={entry.customer?.email ?? ''}
            />
          )}
          <Card title="What happened">
            <EntryTimeline base={base} phrases={phrases} entry={entry} />
          </Card>
          <Siblings base={base} phrases={phrases} siblings={entry.siblings} />
        </div>
        <div class="stack">
          {access && <AccessCard {...access} />}
          <EventDetails base={base} phrases={phrases} entry={entry} />
        </div>
      </div>
    </div>
  )
}

function Resolved({ base, resolution }: { base: string; resolution: ResolutionWords }) {
  return (
    <p class="muted">
      {resolution.words}{' '}
      {resolution.at !== undefined && (
        <>
          on <When at={resolution.at} as="date" />.{' '}
        </>
      )}
      {resolution.successor && (
        <a href={entryAddress(base, resolution.successor.id)}>{resolution.successor.sentence}</a>
      )}
    </p>
  )
}

function Verdict({
  base,
  phrases,
  entry,
  resolution,
}: Pick<EntryPageProps, 'base' | 'phrases' | 'entry' | 'resolution'>) {
  return (
    <section class="card stack stack-tight verdict" aria-label="The answer">
      <div>
        <OutcomeBadge phrases={phrases} of={entry} />
      </div>
      <p class="answer">
        <SetOff text={entry.sentence} names={[entry.target?.name, entry.product?.name]} />
      </p>
      <OutcomeMeaning base={base} phrases={phrases} of={entry} />
      {resolution && <Resolved base={base} resolution={resolution} />}
      {isDone(entry.outcome) && entry.attempts.some(isOutage) && (
        <p class="muted">
          {phrases.kind(entry.action)} was down when this arrived. We retried until it answered; nothing was lost.
        </p>
      )}
      {entry.waiting && (
        <p class="muted">
          <NextTry waiting={entry.waiting} />
        </p>
      )}
    </section>
  )
}

function isDone(outcome: Outcome): boolean {
  return OUTCOME_LOOKS[outcome][0] === 'good' || outcome === 'expired'
}

function isOutage({ status }: Attempt): boolean {
  return status === null || status >= 500
}

function Siblings({ base, phrases, siblings }: { base: string; phrases: Phrases; siblings: LogRow[] }) {
  return siblings.length === 0 ? null : (
    <Card title="The same event also">
      <LogTable base={base} phrases={phrases} caption="Other entries of the same event" rows={siblings} isOneCustomer />
    </Card>
  )
}

/** The sentence with product and target names emphasized. */
function SetOff({ text, names }: { text: string; names: (string | null | undefined)[] }) {
  const [name, ...others] = names.filter((one) => one && text.includes(one))
  if (!name) {
    return <>{text}</>
  }
  const [before = '', ...after] = text.split(name)
  return (
    <>
      <SetOff text={before} names={others} />
      <strong>{name}</strong>
      <SetOff text={after.join(name)} names={others} />
    </>
  )
}
