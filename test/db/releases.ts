/// <reference types="vite/client" />
/** What each release kept and ran, captured when it was made. */
import type { Release } from './main-job'

const FILES = import.meta.glob<string>('./releases/*.snap', { eager: true, query: '?raw', import: 'default' })

export const RELEASES: [name: string, release: Release][] = Object.entries(FILES).map(([file, text]) => [
  file.replace(/^.*\/|\.snap$/g, ''),
  JSON.parse(text),
])
