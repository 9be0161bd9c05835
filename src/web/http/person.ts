/** How a person is named where others read it. */
import type { Person } from './context'

/** The name they gave, else their email. */
export function displayName({ name, email }: Person): string {
  return name.trim() || email
}
