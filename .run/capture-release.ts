/** `npm run capture-release`: writes what this version leaves behind into test/releases/<version>/, once, before it is tagged. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from './child'

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
const folder = join('test', 'releases', version)
if (existsSync(join(ROOT, folder))) {
  console.error(
    `${folder} exists already. What a release left behind never changes; raise the version in package.json.`,
  )
  process.exit(1)
}
const { code } = await run('vitest', ['run', '--config', 'test/releases/capture.config.ts', '--update'])
if (code === 0) {
  console.log(`Written to ${folder}. Commit it, then tag v${version}.`)
}
process.exit(code ?? 1)
