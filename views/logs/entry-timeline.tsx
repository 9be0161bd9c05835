import type { Child } from 'hono/jsx'
import type { Entry, PersonRequest } from '../../src/journal/queries'
import { OUTCOME_LOOKS, OutcomeBadge, type Tone } from '../parts/badge'
import { describeRequest } from '../parts/person-request'
import { describeHappening, isByHand, type Phrases } from '../parts/phrases'
import { When } from '../parts/when'
import { AttemptStep } from './attempt-step'
import { describeSubject, NextTry } from './log-table'

interface EntryProps {
  phrases: Phrases
  entry: Entry
}

interface StepProps {
  title: Child
  tone?: Tone
  children?: Child
}

export function EntryTimeline({ base, phrases, entry }: { base: string; phrases: Phrases; entry: Entry }) {
  return (
    <ol class="story">
      {!isByHand(entry) && (
        <>
          <ReceivedStep phrases={phrases} entry={entry} />
          <RuleStep base={base} entry={entry} />
        </>
      )}
      <Between phrases={phrases} entry={entry} />
      <Ending phrases={phrases} entry={entry} />
    </ol>
  )
}

function Step({ title, tone = 'good', children }: StepProps) {
  return (
    <li class={`tone-${tone}`}>
      <h3>{title}</h3>
      {children && <div class="under">{children}</div>}
    </li>
  )
}

/** Senders may report late; a delay under a minute is only transit. */
const LATE_MS = 60_000

function ReceivedStep({ phrases, entry }: EntryProps) {
  return (
    <Step title="Event received">
      {[describeHappening(phrases, entry), describeSubject(entry)].filter(Boolean).join(' · ')} ·{' '}
      <When at={entry.receivedAt} />
      {entry.receivedAt - entry.happenedAt > LATE_MS && (
        <>
          , happened <When at={entry.happenedAt} />
        </>
      )}
      {entry.test && ' · a test order'}
      {entry.marketEvent.chosenBy && ` · sent as “${entry.typeWord}”, read this way by ${entry.marketEvent.chosenBy}`}
      <IgnoredFields ignored={entry.marketEvent.ignored ?? []} />
      {entry.refusedBefore && <Refused {...entry.refusedBefore} />}
    </Step>
  )
}

/** Fields that did not fit, and count as absent. */
function IgnoredFields({ ignored }: { ignored: string[] }) {
  return ignored.length === 0 ? null : <p>Ignored: {ignored.join('; ')}.</p>
}

/** Anyone can have a post refused, so this says no more than that it looked the same. */
function Refused({ at, status, reason, count }: NonNullable<Entry['refusedBefore']>) {
  return (
    <p>
      {count === 1 ? 'A post' : `${count} posts`} with the same id, or the same order and product, had been refused,
      first <When at={at} />, with {status}: {reason}
    </p>
  )
}

function RuleStep({ base, entry }: { base: string; entry: Entry }) {
  const rule = entry.firing?.rule
  if (rule) {
    return (
      <Step title={rule.on ? 'Your rule ran' : 'Your rule is switched off'} tone={rule.on ? 'good' : 'quiet'}>
        <a href={`${base}/rules/${encodeURIComponent(rule.id)}`}>“{rule.name}”</a> on {rule.integrationName}
      </Step>
    )
  }
  if (entry.outcome === 'not understood') {
    return <Step title="We could not read it" tone="wait" />
  }
  const product = entry.product?.id
  return (
    <Step title="No rule ran" tone="quiet">
      {product ? (
        <a href={`${base}/rules/new?product=${encodeURIComponent(product)}`}>New Rule for this product</a>
      ) : (
        'None of your rules handles this.'
      )}
    </Step>
  )
}

/** Attempts and clicks in order of time. Of many alike attempts, the first and the last few are shown. */
function Between({ phrases, entry }: EntryProps) {
  const asked = nameAsked(phrases, entry)
  const attempts = entry.attempts.map((attempt, index) => ({
    at: attempt.at,
    step: <AttemptStep asked={asked} attempt={attempt} number={index + 1} />,
  }))
  const requests = entry.asked.map((one) => ({ at: one.at, step: <AskedStep asked={one} /> }))
  const steps = [...attempts, ...requests].sort((a, b) => a.at - b.at).map(({ step }) => step)
  if (steps.length <= SHOWN_STEPS) {
    return <>{steps}</>
  }
  const hidden = steps.slice(1, steps.length - SHOWN_STEPS + 1)
  return (
    <>
      {steps[0]}
      <li class="tone-quiet">
        <details class="more">
          <summary>{hidden.length} more tries</summary>
          <ol class="story">{hidden}</ol>
        </details>
      </li>
      {steps.slice(1 - SHOWN_STEPS)}
    </>
  )
}

const SHOWN_STEPS = 5

function nameAsked(phrases: Phrases, { action }: Entry): string {
  return phrases.kind(action) ?? 'the other side'
}

function AskedStep({ asked: request }: { asked: PersonRequest }) {
  return (
    <Step title={describeRequest(request)} tone="accent">
      <When at={request.at} />
    </Step>
  )
}

function Ending({ phrases, entry }: EntryProps) {
  if (entry.waiting) {
    return (
      <Step title="Not done yet" tone="wait">
        <NextTry waiting={entry.waiting} />
      </Step>
    )
  }
  return (
    <Step
      tone={OUTCOME_LOOKS[entry.outcome][0]}
      title={
        <>
          It ended as <OutcomeBadge phrases={phrases} of={entry} />
        </>
      }
    >
      <When at={entry.at} />
      {entry.firing &&
        entry.attempts.length === 0 &&
        entry.attemptsKept &&
        ` · No call to ${nameAsked(phrases, entry)} was needed`}
      {!entry.attemptsKept && ` · the requests to ${nameAsked(phrases, entry)} are no longer in the log`}
    </Step>
  )
}
