/** Svix sent the same headers under its own name before they became Standard Webhooks, and still does. */
const PREFIXES = ['webhook', 'svix'] as const

interface SignedHeaders {
  id: string | null
  timestamp: string | null
  signatures: string | null
}

export function readSignedHeaders(headers: Headers): SignedHeaders {
  const read = (name: string) => PREFIXES.map((prefix) => headers.get(`${prefix}-${name}`)).find((one) => one !== null)
  return { id: read('id') ?? null, timestamp: read('timestamp') ?? null, signatures: read('signature') ?? null }
}
