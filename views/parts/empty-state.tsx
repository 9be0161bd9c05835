/** A list with nothing in it yet: says what will be here, shows an example, offers the first step. */
import type { Child } from 'hono/jsx'

interface EmptyStateProps {
  title: string
  /** One or two sentences. */
  children: Child
  /** What one of them looks like. */
  example?: Child | undefined
  action?: Child | undefined
}

/** <EmptyState title="No rules yet" example="When Power Yoga is purchased, enroll in Course Two." action={…}>…</EmptyState> */
export function EmptyState({ title, children, example, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {example && <div class="example">{example}</div>}
      {action}
    </div>
  )
}
