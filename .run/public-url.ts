/** The address that mailed links begin with: PUBLIC_URL of wrangler.toml, its own domain, or where a deploy says the Worker runs. */
import { parse } from 'smol-toml'
import { step, type Terminal } from './wrangler'

const NAME = 'PUBLIC_URL'

interface Configuration {
  vars?: { PUBLIC_URL?: string }
  routes?: (string | { pattern: string; custom_domain?: boolean })[]
}

/** Null where only a deploy knows it. */
export function findPublicUrl(config: string): string | null {
  const { vars, routes = [] } = parse(config) as Configuration
  const [domain] = routes.flatMap((route) => (typeof route === 'object' && route.custom_domain ? [route.pattern] : []))
  return vars?.PUBLIC_URL || (domain === undefined ? null : `https://${domain}`)
}

export function withPublicUrl(config: string): string {
  const address = findPublicUrl(config)
  const { vars } = parse(config) as Configuration
  const isMissing = address !== null && !vars?.PUBLIC_URL
  return isMissing ? config.replace(/^\[vars\]$/m, `$&\n${NAME} = "${address}"`) : config
}

/** A binding has one value: the configuration's takes the stored one's place. */
export async function dropStoredUrl(terminal: Terminal, config: string, present: string[]): Promise<void> {
  if (findPublicUrl(terminal.config) !== null && present.includes(NAME)) {
    await step(terminal, `Making room for ${NAME} of the configuration`, ['secret', 'delete', NAME, '-c', config])
  }
}

/** Stored with the Worker, since the address is known only once it runs. */
export async function storeUrl(terminal: Terminal, config: string, address: string, present: string[]): Promise<void> {
  if (findPublicUrl(terminal.config) !== null || present.includes(NAME)) {
    return
  }
  const file = terminal.writeSecrets({ [NAME]: address })
  try {
    await step(terminal, 'Telling it its address, for the links it mails', ['secret', 'bulk', file.path, '-c', config])
  } finally {
    file.destroy()
  }
}
