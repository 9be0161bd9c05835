/** Talking to wrangler: what it is asked with, and how its answers are read. */

/** Runs wrangler; resolves with its exit code and output. No secret is ever among `args`. */
export type Wrangler = (args: string[]) => Promise<{ code: number; printed: string }>

export interface Terminal {
  wrangler: Wrangler
  print: (line: string) => void
  /** Writes secrets where only this user reads them; returns the path and a way to destroy it. */
  writeSecrets: (secrets: Record<string, string>) => { path: string; destroy: () => void }
  /** Writes secrets for a person to put away; returns the name of a file that was not there before. */
  keepSecrets: (secrets: Record<string, string>) => string
}

/** The message says what to do. */
export class DeployError extends Error {}

/** Says what happens, does it, and passes on what wrangler warns of. Throws DeployError with everything wrangler said. */
export async function step(
  terminal: Pick<Terminal, 'wrangler' | 'print'>,
  what: string,
  args: string[],
): Promise<string> {
  terminal.print(`${what} …`)
  const { code, printed: colored } = await terminal.wrangler(args)
  const printed = withoutColors(colored)
  if (code !== 0) {
    throw new DeployError(`${what} failed. wrangler said:\n${printed.trim()}`)
  }
  for (const warning of warningsIn(printed)) {
    terminal.print(`  wrangler warns: ${warning}`)
  }
  return printed
}

/** Each in one line: a warning goes on, indented, to the next empty line but one. */
function warningsIn(printed: string): string[] {
  const found = printed.matchAll(/\[WARNING\] (.+(?:\n+ {2}\S.*)*)/g)
  return [...found].map(([, text = '']) => text.replaceAll(/\s+/g, ' ').trim())
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

function lastLine(printed: string): string {
  return withoutColors(printed).trim().split('\n').at(-1) ?? ''
}

/** Wrangler colors what it says in a pipe as well. */
function withoutColors(printed: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors begin with one.
  return printed.replaceAll(/\u001b\[[0-9;]*m/g, '')
}
