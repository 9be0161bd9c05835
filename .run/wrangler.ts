/** Talking to wrangler: what it is asked with, and how its answers are read. */

/** Runs wrangler; resolves with its exit code and output. No secret is ever among `args`. */
export type Wrangler = (args: string[]) => Promise<{ code: number; printed: string }>

export interface Terminal {
  wrangler: Wrangler
  print: (line: string) => void
  /** wrangler.toml as text. */
  config: string
  /** CLOUDFLARE_ACCOUNT_ID; null where it is not set. */
  account: string | null
  /** Writes the configuration with this account's ids; returns its path. */
  writeConfig: (text: string) => string
  /** Writes secrets where only this user reads them; returns the path and a way to destroy it. */
  writeSecrets: (secrets: Record<string, string>) => { path: string; destroy: () => void }
  /** Writes secrets for a person to put away; returns the name of a file that was not there before. */
  keepSecrets: (secrets: Record<string, string>) => string
}

/** The message says what to do. */
export class DeployError extends Error {}

/** Says what happens, and does it. Throws DeployError with everything wrangler said. */
export async function step(
  terminal: Pick<Terminal, 'wrangler' | 'print'>,
  what: string,
  args: string[],
): Promise<string> {
  terminal.print(`${what} …`)
  const { code, printed } = await terminal.wrangler(args)
  if (code !== 0) {
    throw new DeployError(`${what} failed. wrangler said:\n${printed.trim()}`)
  }
  return printed
}

/** A list wrangler prints as JSON. Throws DeployError. */
export async function listing(terminal: Pick<Terminal, 'wrangler'>, args: string[]): Promise<Record<string, string>[]> {
  const { code, printed } = await terminal.wrangler(args)
  if (code !== 0) {
    throw new DeployError(`wrangler ${args.join(' ')} failed: ${lastLine(printed)}`)
  }
  return jsonIn(printed) as Record<string, string>[]
}

/** Throws DeployError where whoami names several accounts and none was chosen. */
export function accountIn(whoami: string, chosen: string | null): void {
  const start = whoami.indexOf('{')
  const { accounts = [] } = JSON.parse(whoami.slice(start, whoami.lastIndexOf('}') + 1)) as {
    accounts?: { id: string; name: string }[]
  }
  if (accounts.length < 2 || chosen !== null) {
    return
  }
  const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  throw new DeployError(`You have several Cloudflare accounts. Set CLOUDFLARE_ACCOUNT_ID to one of:\n${list}`)
}

/** wrangler may print notices around the JSON it was asked for. */
export function jsonIn(printed: string): unknown[] {
  const text = printed.slice(printed.search(/^\[/m), printed.lastIndexOf(']') + 1)
  try {
    return JSON.parse(text)
  } catch {
    throw new DeployError(`wrangler answered otherwise than expected: ${lastLine(printed)}`)
  }
}

export function lastLine(printed: string): string {
  return printed.trim().split('\n').at(-1) ?? ''
}
