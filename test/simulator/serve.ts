import { parseArgs } from 'node:util'
import { serveSimulator } from './server.ts'

/*
 * Starts a simulated Thinkific on this machine:
 *
 *     node test/simulator/serve.ts [port] [--state file.json] [--empty]
 *
 * The port is the argument, else THINKIFIC_PORT, else 8788. With --state it goes on where it stopped. A first start
 * has the two demo sites, unless --empty. Prints its address; ends on SIGTERM and SIGINT.
 */

const PORT = 8788

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { state: { type: 'string' }, empty: { type: 'boolean', default: false } },
})
const { port, stop } = await serveSimulator({
  port: Number(positionals[0] ?? process.env.THINKIFIC_PORT ?? PORT),
  stateFile: values.state,
  empty: values.empty,
})
console.log(`Simulated Thinkific on http://127.0.0.1:${port}`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void stop().then(() => process.exit(0)))
}
