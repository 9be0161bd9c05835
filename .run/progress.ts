import { deployCommand } from './configuration'

const CODE = {
  before: 'The code is as it was before this deploy; migrations that were applied only add, so it runs on them.',
  // Wrangler uploads first; queues, cron and addresses follow.
  uploading: 'The new code may be live already, without all of its queues, its cron or its address.',
  live: 'The new code is live.',
}

/** What a deploy has done so far, for the one who reads that it failed. */
export class Progress {
  readonly #environment: string | null
  readonly #standing: string[] = []
  #kept: string | null = null
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

  /** @param file holds secrets that this run made */
  keeps(file: string): void {
    this.#kept = file
  }

  code(is: 'uploading' | 'live'): void {
    this.#code = is
  }

  /** @param hasSecrets whether the Worker has the secrets this run made; null where Cloudflare did not say */
  describe(hasSecrets: boolean | null): string {
    return [
      ...(this.#standing.length === 0 ? [] : [`What stands, and stays: ${this.#standing.join(', ')}.`]),
      CODE[this.#code],
      ...(this.#kept === null ? [] : [this.#adviseOn(this.#kept, hasSecrets)]),
      `Nothing has to be undone. Once the cause is fixed, ${deployCommand(this.#environment)} goes on from here.`,
    ].join('\n')
  }

  #adviseOn(file: string, hasSecrets: boolean | null): string {
    if (hasSecrets === null) {
      return `${file} holds the sealing key and the status token of this run. Keep it: if the next deploy makes others, they replace it.`
    }
    return hasSecrets
      ? `The Worker has the sealing key and the status token of ${file}: put both into your password manager, then delete the file. If you need a setup link: ${deployCommand(this.#environment, '--new-setup-token')}`
      : `${file} holds a sealing key that nothing was sealed with: delete it. The next deploy makes another.`
  }
}
