/** The one button that fits an entry's cause. */
import { LinkButton } from '../parts/button'

export interface FixView {
  label: string
  /** Null for what someone else has to do. */
  href: string | null
}

export function MainFix({ fix, small }: { fix: FixView; small?: boolean }) {
  if (fix.href === null) {
    return <span class="muted small">{fix.label}</span>
  }
  return (
    <LinkButton look={small ? 'side' : 'main'} small={small} href={fix.href}>
      {fix.label}
    </LinkButton>
  )
}
