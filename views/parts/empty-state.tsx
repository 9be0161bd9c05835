/** An empty list: what will appear here, an example, and the first step. */
import type { Child } from 'hono/jsx'

interface EmptyStateProps {
  title: string
  children: Child
  example?: Child | undefined
  action?: Child | undefined
}

export function EmptyState({ title, children, example, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {example && (
        <div class="example">
          <span class="muted">Example:</span> {example}
        </div>
      )}
      {action}
    </div>
  )
}
