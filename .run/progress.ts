import { deployCommand } from './configuration'

const CODE = {
  before: 'The code is as it was before this deploy; migrations that were applied only add, so it runs on them.',
  // Wrangler uploads first; queues, cron and addresses follow.
  uploading: 'The new code may be live already, without all of its queues, its cron or its address.',
  live: 'The new code is live.',
}

/** Secrets that a person must store safely. */
export const KEPT: Record<string, string> = { SEALING_KEYS: 'the sealing key', STATUS_TOKEN: 'the status token' }

export interface KeptSecrets {
  file: string
  names: string[]
}

/** What a deploy has done so far, for the one who reads that it failed. */
export class Progress {
  readonly #environment: string | null
  readonly #standing: string[] = []
  #kept: KeptSecrets | null = null
  #code: 'before' | 'uploading' | 'live' = 'before'

  /** @param environment null for production */
  constructor(environment: string | null) {
    this.#environment = environment
  }

  /** Whether there is anything to say. */
  get hasBegun(): boolean {
    return this.#standing.length > 0 || this.#kept !== null || this.#code !== 'before'
  }

  /** @param what such as “the queue events” */
  stands(what: string): void {
    this.#standing.push(what)
  }

  keeps(kept: KeptSecrets): void {
    this.#kept = kept
  }

  /** Names of the secrets that this run made and left in a file. */
  get keptNames(): string[] {
    return this.#kept?.names ?? []
  }

  code(is: 'uploading' | 'live'): void {
    this.#code = is
  }

  /** @param hasSecrets whether the Worker has the secrets this run made; null if Cloudflare did not say */
  describe(hasSecrets: boolean | null): string {
    return [
      ...(this.#standing.length === 0 ? [] : [`What stands, and stays: ${this.#standing.join(', ')}.`]),
      CODE[this.#code],
      ...(this.#kept === null ? [] : [this.#adviseOn(this.#kept, hasSecrets)]),
      `Nothing has to be undone. Once the cause is fixed, ${deployCommand(this.#environment)} goes on from here.`,
    ].join('\n')
  }

  #adviseOn({ file, names }: KeptSecrets, hasSecrets: boolean | null): string {
    const secrets = nameSecrets(names)
    if (hasSecrets === null) {
      return `${file} holds ${secrets} of this run. Keep it: if the next deploy makes others, they replace it.`
    }
    if (hasSecrets) {
      return `The Worker has ${secrets} of ${file}: put what it holds into your password manager, then delete the file. If you need a setup link: ${deployCommand(this.#environment, '--new-setup-token')}`
    }
    return names.includes('SEALING_KEYS')
      ? `${file} holds a sealing key that nothing was sealed with: delete it. The next deploy makes another.`
      : `${file} holds ${secrets}, which the Worker did not get: delete it. The next deploy makes another.`
  }
}

/** Such as “the sealing key and the status token”. */
export function nameSecrets(names: string[]): string {
  return names.map((name) => KEPT[name] ?? name).join(' and ')
}
