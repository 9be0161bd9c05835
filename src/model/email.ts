/** Normalizes for comparison: trimmed, NFC, ASCII letters in lower case. */
export function comparableEmail(email: string): string {
  return email
    .trim()
    .normalize('NFC')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
