/** Standard Webhooks' headers. Svix sent the same headers under its own name before they became Standard Webhooks, and still does. */
interface SignedHeaders {
  id: string | null
  timestamp: string | null
  signatures: string | null
}

export function readSignedHeaders(headers: Headers): SignedHeaders {
  return {
    id: readSignedId(headers),
    timestamp: headers.get('webhook-timestamp') ?? headers.get('svix-timestamp'),
    signatures: headers.get('webhook-signature') ?? headers.get('svix-signature'),
  }
}

export function readSignedId(headers: Headers): string | null {
  return headers.get('webhook-id') ?? headers.get('svix-id')
}
