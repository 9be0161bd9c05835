import type { Child } from 'hono/jsx'

interface ProgressProps {
  /** Read aloud: "Refreshing Academy". */
  label: string
  done: number
  /** 0 while unknown. */
  of: number
  /** `gone`: only its room is left. */
  bar?: boolean | 'gone' | undefined
  /** Large line: "1,312 of 2,000 customers enrolled". */
  title?: Child | undefined
  /** Small line: "About 11 minutes left." */
  note?: Child | undefined
}

export function Progress({ label, done, of, bar = true, title, note }: ProgressProps) {
  const known = of > 0 ? { value: done, max: of } : {}
  return (
    <div class="progress">
      {title && <strong>{title}</strong>}
      {bar && <progress class={bar === 'gone' ? bar : undefined} aria-label={label} {...known} />}
      {note && <p>{note}</p>}
    </div>
  )
}
