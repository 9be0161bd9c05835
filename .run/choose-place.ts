/** Asks at a terminal where to keep data, before anything is created: on Cloudflare that cannot be changed later. */
import { createInterface } from 'node:readline/promises'
import { readPlace } from './deploy-options'
import type { Place } from './resources'

const QUESTION = `Where should data be kept? This is final.
  eu, us, fedramp                     D1 and all objects stay in that jurisdiction
  weur, eeur, apac, oc, wnam or enam  D1 is created near there
  Enter                               Cloudflare chooses
> `

const ANYWHERE: Place = { jurisdiction: null, location: null }

/** Throws DeployError. */
export async function choosePlace(): Promise<Place> {
  if (!process.stdin.isTTY) {
    return ANYWHERE
  }
  const tools = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return readPlace(await tools.question(QUESTION))
  } finally {
    tools.close()
  }
}
