/** The Chromium or Chrome that is installed on this machine; CHROMIUM names another path. */
import { existsSync } from 'node:fs'
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
/** The first draws no windows, and takes two thirds of the time. */
const BROWSERS = ['chromium-headless-shell', 'chromium', 'google-chrome'].map((name) => `/usr/bin/${name}`)

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? BROWSERS.find(existsSync) ?? 'chromium',
    args: QUIET_FLAGS,
  })
}
