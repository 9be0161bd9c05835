/** How others see a person named: by the name they gave, else by their email. */
export function displayName({ name, email }: { name: string; email: string }): string {
  return name.trim() || email
}
