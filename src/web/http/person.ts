import type { Person } from './context'

export function displayName({ name, email }: Person): string {
  return name.trim() || email
}
