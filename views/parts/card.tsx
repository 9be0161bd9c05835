/** A sheet of paper on the desk. */
import type { Child } from 'hono/jsx'

interface CardProps {
  title?: Child | undefined
  /** Beside the title. */
  actions?: Child | undefined
  /** A suggestion rather than a fact. */
  dashed?: boolean | undefined
  id?: string | undefined
  children: Child
}

/** <Card title="Last 30 days">…</Card> */
export function Card({ title, actions, dashed, id, children }: CardProps) {
  return (
    <section class={dashed ? 'card dashed' : 'card'} id={id}>
      {(title || actions) && (
        <header>
          {title && <h2>{title}</h2>}
          {actions && <div class="row">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
