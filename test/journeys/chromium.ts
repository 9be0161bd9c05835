/** The Chromium or Chrome that is installed on this machine; CHROMIUM names another path. */
import { type Browser, chromium } from 'playwright-core'

/** As root in a container, and without looking for anything outside this machine. */
const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const INSTALLED = process.env.CHROMIUM ?? '/usr/bin/chromium'

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: INSTALLED, args: QUIET_FLAGS })
}
