/** Writes the figures of costs.ts into the operator's guide: `npx tsx .run/write-costs.ts`, after operations.json changed. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './child'
import { withCosts } from './costs'

const guide = join(ROOT, 'docs', 'operator.md')
writeFileSync(guide, withCosts(readFileSync(guide, 'utf8')))
