/** Length is what counts; there are no composition rules (ASVS 6.2.5). */

export const SHORTEST_PASSWORD = 10
/** Bounds the cost of hashing. */
export const LONGEST_PASSWORD = 128

/** Rejects `aaaaaaaaaa` and `ababababab`. */
const FEWEST_DIFFERENT = 4

/** Refused besides the list of common-passwords.ts: this product's words, and the commonest, in case the list cannot be read. */
const COMMON = new Set([
  '1234567890',
  '12345678910',
  '0123456789',
  '0987654321',
  '1q2w3e4r5t',
  '1qaz2wsx3edc',
  'qwertyuiop',
  'q1w2e3r4t5',
  'qwerty1234',
  'qwerty12345',
  'qwerty123456',
  'password12',
  'password123',
  'password1234',
  'password12345',
  'passw0rd123',
  'iloveyou123',
  'letmein1234',
  'welcome123',
  'welcome1234',
  'administrator',
  'adminadmin',
  'admin12345',
  'changeme123',
  'abcd123456',
  'abc1234567',
  'basketball',
  'football123',
  'baseball123',
  'superman123',
  'princess123',
  'sunshine123',
  'zxcvbnm123',
  'asdfghjkl1',
  'asdfghjkl123',
  'qazwsxedcrfv',
  '1111111111',
  '0000000000',
  '9876543210',
  'zaq12wsxcde3',
  'enrollwire',
  'enrollwire1',
  'enrollwire123',
  'thinkific1',
  'thinkific123',
])

export const OWN_EMAIL = 'Your email is not a safe password. Choose another.'

export function isOwnEmail(password: string, email: string): boolean {
  return password.trim().toLowerCase() === email.toLowerCase()
}

export const TOO_COMMON = 'That password is too common. Choose another.'

/** Null when `password` is acceptable, else a sentence for the user. */
export function findPasswordProblem(password: string): string | null {
  if (password.length < SHORTEST_PASSWORD) {
    return `Use at least ${SHORTEST_PASSWORD} characters.`
  }
  if (password.length > LONGEST_PASSWORD) {
    return `Use at most ${LONGEST_PASSWORD} characters.`
  }
  const plain = password.toLowerCase()
  const tooPlain = COMMON.has(plain) || new Set(plain).size < FEWEST_DIFFERENT
  return tooPlain ? TOO_COMMON : null
}
