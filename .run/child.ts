/** Starts the tools this project's commands are made of. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')

/** What keeps wrangler quiet and offline on a laptop. */
export const QUIET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
}

/** Starts a program of node_modules/.bin; its output goes where `output` says. */
export function start(
  program: string,
  args: string[],
  output: 'inherit' | 'pipe' | 'ignore' = 'inherit',
  env: Record<string, string> = {},
): ChildProcess {
  return spawn(join(ROOT, 'node_modules', '.bin', program), args, {
    cwd: ROOT,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...QUIET, ...env },
  })
}

/** Runs a program to its end; resolves with its exit code and everything it printed (when piped). */
export function run(
  program: string,
  args: string[],
  output: 'inherit' | 'pipe' = 'inherit',
  env: Record<string, string> = {},
): Promise<{ code: number; printed: string }> {
  const child = start(program, args, output, env)
  let printed = ''
  child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  child.stderr?.on('data', (chunk) => {
    printed += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, printed }))
  })
}

/** Waits until an address answers 2xx; throws after `seconds`. */
export async function answers(url: string, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (up) {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`${url} did not answer within ${seconds} s`)
}
