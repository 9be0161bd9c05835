/** Which code this is, for /status and for Cloudflare's list of versions. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './child'

/** `commit` ends in `+` where files differ from it, and is null outside of a repository. */
export function readBuildIdentity(): { version: string; commit: string | null } {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  return { version, commit: readCommit() }
}

function readCommit(): string | null {
  try {
    const words = ['describe', '--always', '--abbrev=12', '--exclude=*', '--dirty=+']
    return execFileSync('git', words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
