/** `npm start`: the whole product on this machine, with a demo marketplace. Ctrl-C stops it; the state stays. */

import { signedExample } from './demo/example'
import { prepareDemo } from './demo/prepare'
import { type Product, startProduct } from './product'

const settings = {
  port: port('PORT', 8787),
  thinkificPort: port('THINKIFIC_PORT', 8788),
  stateDir: process.env.STATE_DIR || '.wrangler/state',
  thinkificApiUrl: process.env.THINKIFIC_API_URL || null,
}

console.log('Starting Enrollwire …')
let stopping = false
let product: Product | null = null
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void stop(0))
}

try {
  product = await startProduct(settings)
  if (product.resumed > 0) {
    console.log(
      `Finishing ${product.resumed} accepted ${product.resumed === 1 ? 'event' : 'events'} left over from the last run.`,
    )
  }
  const demo = await prepareDemo(product)
  console.log(`
  Enrollwire    ${product.address}
  Sign in       ${demo.email}  /  ${demo.password}
${product.simulator ? `  Thinkific     ${product.simulator}   (a simulator: who is enrolled, which e-mails went out)\n` : ''}
  Sell something: this is a signed purchase of “${demo.productName}”. Paste it, then look at Logs.

${signedExample(product.address, demo)}

  Ctrl-C stops everything; what happened is kept in ${settings.stateDir}.
`)
  await product.ended
  if (!stopping) {
    console.error('A part of Enrollwire ended by itself; stopping the rest.')
    await stop(1)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await stop(1)
}

async function stop(code: number): Promise<void> {
  if (stopping) {
    return
  }
  stopping = true
  await product?.stop()
  process.exit(code)
}

function port(name: string, otherwise: number): number {
  const text = process.env[name]
  if (!text) {
    return otherwise
  }
  const value = Number(text)
  if (Number.isInteger(value) && value > 0 && value < 65_536) {
    return value
  }
  console.error(`${name} must be a port number from 1 to 65535, not “${text}”.`)
  process.exit(1)
}
