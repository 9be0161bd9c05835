import type { Attempt } from '../../src/model/attempt'
import { CodeBlock } from '../parts/code-block'
import { When } from '../parts/when'

interface AttemptStepProps {
  /** Who was asked. */
  asked: string
  attempt: Attempt
  /** Counted from 1. */
  number: number
}

export function AttemptStep({ asked, attempt, number }: AttemptStepProps) {
  const title = describeAnswer(asked, attempt)
  const id = `attempt-${attempt.at}-${attempt.path.replace(/\W+/g, '-')}`
  const well = attempt.problem === null
  const call = `${attempt.method} ${attempt.path}`
  return (
    <li class={well ? 'tone-good' : 'tone-bad'}>
      <h3>{title}</h3>
      <div class="under">
        <code class="anywhere">{call}</code> · {seconds(attempt.took)} · <When at={attempt.at} />
        {attempt.problem && (attempt.status ?? 0) < 500 && <p>{attempt.problem}</p>}
      </div>
      {(attempt.request || attempt.response) && (
        <details class="more">
          <summary>
            Request and response <span class="visually-hidden">{number}</span>
          </summary>
          {attempt.request && (
            <CodeBlock id={`${id}-request`} title="Request" of={`${number}`} code={readable(attempt.request)} wrap />
          )}
          {attempt.response && (
            <CodeBlock id={`${id}-response`} title="Response" of={`${number}`} code={readable(attempt.response)} wrap />
          )}
        </details>
      )}
    </li>
  )
}

function describeAnswer(asked: string, { status, problem }: Attempt): string {
  if (status === null) {
    return `${asked} did not answer`
  }
  if (status === 429) {
    return `${asked} asked us to slow down (429)`
  }
  if (status >= 500) {
    return `${asked} was down (${status})`
  }
  if (status === 401 || status === 403) {
    return `${asked} refused the credentials (${status})`
  }
  return problem === null ? `${asked} accepted (${status})` : `${asked} refused (${status})`
}

function seconds(took: number): string {
  if (took < 100) {
    return `${Math.round(took)} ms`
  }
  return took < 10_000 ? `${(took / 1000).toFixed(1)} s` : `${Math.round(took / 1000)} s`
}

/** Pretty-prints JSON; other text is returned unchanged. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
