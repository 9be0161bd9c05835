/** better-auth says no by throwing an APIError whose body names the reason. */

/** The reason's code (`INVALID_EMAIL_OR_PASSWORD`); anything that is not a refusal is thrown on. */
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
