/** Writes docs/client.ts again after the API has changed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DESCRIBED_RESOURCES } from '../src/api/described'
import { buildApiDocument } from '../src/api/openapi'
import { ROOT } from './child'
import { buildClient } from './client/build-client'

const document = JSON.parse(JSON.stringify(buildApiDocument(DESCRIBED_RESOURCES)))
writeFileSync(join(ROOT, 'docs', 'client.ts'), buildClient(document))
