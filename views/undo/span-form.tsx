/** From when until when, in the viewer's zone. */
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { Notice } from '../parts/notice'

export interface SpanTyped {
  /** As a datetime-local control has them; empty for no limit. */
  from: string
  until: string
  /** What is wrong with them, in a sentence. */
  problem: string | null
}

export function SpanForm({ action, typed }: { action: string; typed: SpanTyped }) {
  return (
    <Card>
      <div class="stack stack-tight">
        {typed.problem !== null && <Notice kind="problem">{typed.problem}</Notice>}
        <form method="get" action={action} class="row row-under">
          <label class="field">
            <span>From</span>
            <input class="control" type="datetime-local" name="from" value={typed.from} />
          </label>
          <label class="field">
            <span>Until</span>
            <input class="control" type="datetime-local" name="until" value={typed.until} />
          </label>
          <Button>Show</Button>
        </form>
        <p class="muted small">Shows what the rule did in this time. An empty field sets no limit.</p>
      </div>
    </Card>
  )
}
