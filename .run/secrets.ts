/** Secrets on their way: in files only this user reads, never in a command's words, which others on the machine can see. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './child'

const ONLY_THIS_USER = 0o600

/** A file for wrangler to read, to be destroyed right after. */
export function writeSecrets(secrets: Record<string, string>): { path: string; destroy: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'enrollwire-'))
  const path = join(folder, 'secrets.json')
  writeFileSync(path, JSON.stringify(secrets), { mode: ONLY_THIS_USER })
  return { path, destroy: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A file for a person to put away; it never replaces an earlier one. Returns its name. */
export function keepSecrets(secrets: Record<string, string>): string {
  const name = `.secrets-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`
  writeFileSync(join(ROOT, name), `${JSON.stringify(secrets, null, 2)}\n`, { mode: ONLY_THIS_USER, flag: 'wx' })
  return name
}
