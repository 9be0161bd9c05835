/** Replaces the texts of better-auth's errors: pages have their own, chosen by these codes. */
export const BASE_ERROR_CODES = new Proxy({}, { get: (_, code) => ({ code, message: code, toString: () => code }) })
