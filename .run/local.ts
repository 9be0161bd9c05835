/** The whole product on this machine, with a demo marketplace. Ctrl-C stops it; the state stays. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LAST_LINE } from './announcement'
import { signedExample } from './demo/example'
import { prepareDemo } from './demo/prepare'
import { DEMO_FILE } from './demo/prepared'
import { type Product, startProduct } from './product'
import { readSettings } from './settings'

const ORPHAN_CHECK_MS = 500

/** Serves until a signal, or until the runtime or the shell ends, and ends the process then. @param onReady once everything was printed */
export async function runLocally(onReady: (product: Product) => void = () => {}): Promise<void> {
  let stopping = false
  let product: Product | null = null
  const stop = async (code: number) => {
    if (!stopping) {
      stopping = true
      await product?.stop()
      process.exit(code)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void stop(0))
  }
  // npm ends its shell at a signal, and the shell ends without us.
  const shell = process.ppid
  setInterval(() => process.ppid === shell || void stop(0), ORPHAN_CHECK_MS).unref()
  try {
    const settings = readSettings(process.env)
    product = await startProduct(settings)
    await present(product, settings.stateDir)
    onReady(product)
    await product.ended
    if (!stopping) {
      console.error('The runtime stopped unexpectedly, so Enrollwire stops too.')
      await stop(1)
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    await stop(1)
  }
}

/** Prints where it is and what to try. */
async function present(product: Product, stateDir: string): Promise<void> {
  const { resumed } = product
  if (resumed > 0) {
    console.log(`Finishing ${resumed} accepted ${resumed === 1 ? 'event' : 'events'} left over from the last run.`)
  }
  if (!existsSync(join(product.stateDir, DEMO_FILE))) {
    console.log('Setting up the demo: a small school and a month of its sales …')
  }
  const demo = await prepareDemo(product)
  console.log(`
  Enrollwire    ${product.address}
  Sign in       ${demo.email}  /  ${demo.password}
${product.simulator ? `  Thinkific     ${product.simulator}   (a simulator: who is enrolled, which e-mails went out)\n` : ''}
  Sell something: this is a signed purchase of “${demo.productName}”. Paste it, then look at Logs.

${signedExample(product.address, demo)}

  ${LAST_LINE}; what happened is kept in ${stateDir}.
`)
}
