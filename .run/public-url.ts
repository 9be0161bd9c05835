/** The address that links in e-mails start with: PUBLIC_URL of wrangler.toml, its own domain, or where a deploy says the Worker runs. */
import type { Configuration } from './configuration'
import { DeployError, step, type Terminal } from './wrangler'

const NAME = 'PUBLIC_URL'

/** Null where only a deploy knows it. Throws DeployError. */
export function findPublicUrl({ vars, routes = [] }: Configuration): string | null {
  const [domain] = routes.flatMap((route) => (typeof route === 'object' && route.custom_domain ? [route.pattern] : []))
  const text = vars?.PUBLIC_URL || (domain === undefined ? '' : `https://${domain}`)
  if (text !== '' && !/^https?:\/\/[^/]/.test(text)) {
    throw new DeployError(
      `PUBLIC_URL in wrangler.toml is an address such as https://enroll.example.com, not “${text}”.`,
    )
  }
  // Paths are appended to it.
  return text === '' ? null : new URL(text).origin
}

/** A binding has one value: the configuration's takes the stored one's place. */
export async function dropStoredUrl(
  terminal: Terminal,
  path: string,
  publicUrl: string | null,
  present: string[],
): Promise<void> {
  if (publicUrl !== null && present.includes(NAME)) {
    await step(terminal, `Making room for ${NAME} of the configuration`, ['secret', 'delete', NAME, '-c', path])
  }
}

/** Stored with the Worker, since the address is known only once it runs. */
export async function storeUrl(terminal: Terminal, path: string, address: string, present: string[]): Promise<void> {
  if (present.includes(NAME)) {
    return
  }
  const file = terminal.writeSecrets({ [NAME]: address })
  try {
    await step(terminal, 'Telling it its address, for the links it mails', ['secret', 'bulk', file.path, '-c', path])
  } finally {
    file.destroy()
  }
}
