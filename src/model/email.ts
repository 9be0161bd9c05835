/** An email in the form it is compared everywhere: trimmed, NFC, ASCII letters in lower case, nothing else changed. */
export function comparableEmail(email: string): string {
  return email
    .trim()
    .normalize('NFC')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
