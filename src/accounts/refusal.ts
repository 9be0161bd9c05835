/** better-auth's code (`INVALID_EMAIL_OR_PASSWORD`); rethrows any error that is not an APIError. */
export function refusalCode(error: unknown): string {
  if (!(error instanceof Error) || error.name !== 'APIError' || !('body' in error)) {
    throw error
  }
  const { code } = (error.body ?? {}) as { code?: unknown }
  if (typeof code !== 'string' || isFault(error)) {
    throw error
  }
  return code
}

function isFault(error: Error): boolean {
  return 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode >= 500
}
