/** scrypt, with its parameters stored beside the hash so that they can be raised later. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { HASH_COST } from './password-cost'

const KEY_BYTES = 64
const SALT_BYTES = 16

/** `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, HASH_COST)
  const { log2N, r, p } = HASH_COST
  return ['scrypt', log2N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** False for a hash in another format. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [kind, log2N, r, p, salt, key] = hash.split('$')
  if (kind !== 'scrypt' || !log2N || !r || !p || !salt || !key) {
    return false
  }
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
  const given = await derive(password, Buffer.from(salt, 'base64url'), cost)
  const stored = Buffer.from(key, 'base64url')
  return given.length === stored.length && timingSafeEqual(given, stored)
}

function derive(password: string, salt: Buffer, { log2N, r, p }: typeof HASH_COST): Promise<Buffer> {
  const N = 2 ** log2N
  const maxmem = 2 * 128 * N * r
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
