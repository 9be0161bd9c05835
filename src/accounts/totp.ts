/** Codes of authenticator apps (RFC 6238: SHA-1, 6 digits, 30 seconds, which every app understands). */

const STEP_MS = 30_000
const DIGITS = 6
/** Clocks differ, and typing takes a while. */
const STEPS_AROUND = 1
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const HMAC = { name: 'HMAC', hash: 'SHA-1' }

/** The step whose code this is; null for a wrong one, and for one at or before `after`, which was used. */
export async function matchCode(
  secret: Uint8Array<ArrayBuffer>,
  code: string,
  { now, after }: { now: number; after: number },
): Promise<number | null> {
  const current = Math.floor(now / STEP_MS)
  for (let step = current - STEPS_AROUND; step <= current + STEPS_AROUND; step += 1) {
    if (step > after && (await codeOf(secret, step)) === code) {
      return step
    }
  }
  return null
}

async function codeOf(secret: Uint8Array<ArrayBuffer>, step: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const key = await crypto.subtle.importKey('raw', secret, HMAC, false, ['sign'])
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer))
  const offset = mac.getUint8(mac.byteLength - 1) & 15
  const number = mac.getUint32(offset) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

export function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32.charAt(Number.parseInt(five, 2))).join('')
}

/** What an app reads from a link or a picture. */
export function setupAddress(email: string, key: string): string {
  return `otpauth://totp/${encodeURIComponent(`Enrollwire:${email}`)}?secret=${key}&issuer=Enrollwire`
}
