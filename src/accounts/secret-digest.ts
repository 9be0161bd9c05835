/** SHA-256 in base64url, as the secrets of links and recovery codes are stored. The text begins with what the secret is for. */
export async function digestSecret(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(bytes).toString('base64url')
}
