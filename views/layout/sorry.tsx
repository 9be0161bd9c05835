/** A page that could not be shown, and the way on. */
import type { PropsWithChildren } from 'hono/jsx'

export function Sorry({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <section class="sorry">
      <h1>{title}</h1>
      <p>{children}</p>
      <p>
        <a href="/">Go to your marketplace</a>
      </p>
    </section>
  )
}
