import type { Child } from 'hono/jsx'

interface CardProps {
  title?: Child | undefined
  actions?: Child | undefined
  /** Marks a suggestion rather than a fact. */
  dashed?: boolean | undefined
  id?: string | undefined
  children: Child
}

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
