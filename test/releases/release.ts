/// <reference types="vite/client" />
/** What each release left behind, captured when it was made: `npm run capture-release` wrote a folder of JSON for each. */
import type { Pending } from './held-queue'
import type { Endpoint } from './hooks'
import type { Statements } from './statements'
import type { Stored } from './stored'
import type { Snapshot } from './support'

export interface Release {
  /** When it was captured, epoch ms: tests go on from there. */
  at: number
  marketplaces: Record<'yoga' | 'art', { id: string; endpoint: Endpoint }>
  /** Cookies of open sessions, by name. */
  cookies: Record<'mia' | 'ben', Record<string, string>>
  /** Of links that were not used yet. */
  links: { invitation: string; newPassword: string }
  /** Sites that did not answer. */
  outages: string[]
  log: Record<'yoga' | 'art', LogLine[]>
}

/** A line of the log's file, as far as its meaning stays the same. */
export interface LogLine {
  event: string
  email: string
  product: string
  order: string
  outcome: string
}

export interface Captured extends Stored {
  version: string
  release: Release
  queue: Pending[]
  thinkific: Snapshot
  statements: Statements
  /** What the pages led to. */
  addresses: string[]
}

const FILES = import.meta.glob<unknown>('./[0-9]*/*.json', { eager: true, import: 'default' })

export const RELEASES: [version: string, captured: Captured][] = [
  ...Map.groupBy(Object.entries(FILES), ([path]) => path.split('/')[1] ?? ''),
].map(([version, files]) => {
  const parts = files.map(([path, content]) => [path.replace(/^.*\/|\.json$/g, ''), content])
  return [version, { version, ...Object.fromEntries(parts) } as Captured]
})
