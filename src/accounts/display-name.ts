/** The name they gave, else their email: how a person is named where others read it. */
export function displayName({ name, email }: { name: string; email: string }): string {
  return name.trim() || email
}
