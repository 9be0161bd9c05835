/** Work under way: how far, and when it will be done. */
import type { Child } from 'hono/jsx'

interface ProgressProps {
  /** Read aloud: "Refreshing Academy". */
  label: string
  done: number
  /** 0 while it is not known. */
  of: number
  /** The large line: "1,312 of 2,000 customers enrolled". */
  title?: Child | undefined
  /** The small line: "About 11 minutes left." */
  note?: Child | undefined
}

/** <Progress label="Refreshing Academy" done={3} of={12} title="Page 3 of 12" /> */
export function Progress({ label, done, of, title, note }: ProgressProps) {
  const known = of > 0 ? { value: done, max: of } : {}
  return (
    <div class="progress">
      {title && <strong>{title}</strong>}
      <progress aria-label={label} {...known} />
      {note && <p>{note}</p>}
    </div>
  )
}
