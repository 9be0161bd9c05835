/** Secrets of this machine alone, kept with the state. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type LocalSecrets = Record<'AUTH_SECRET' | 'SEALING_KEYS' | 'SETUP_TOKEN' | 'STATUS_TOKEN', string>

/** In the state's folder. */
export const SECRETS_FILE = 'secrets.json'

/** Null if nothing was ever started there. */
export function readLocalSecrets(stateDir: string): LocalSecrets | null {
  const path = join(stateDir, SECRETS_FILE)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as LocalSecrets) : null
}

/** Made once. */
export function ensureLocalSecrets(stateDir: string): LocalSecrets {
  const known = readLocalSecrets(stateDir)
  if (known !== null) {
    return known
  }
  const secrets: LocalSecrets = {
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    SETUP_TOKEN: randomBytes(24).toString('base64url'),
    STATUS_TOKEN: randomBytes(24).toString('base64url'),
  }
  writeLocalSecrets(stateDir, secrets)
  return secrets
}

/** Written aside, then renamed, so that a reader never sees half of it. */
export function writeLocalSecrets(stateDir: string, secrets: LocalSecrets): void {
  const path = join(stateDir, SECRETS_FILE)
  writeFileSync(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
