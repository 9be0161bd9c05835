import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromJSONSchema } from 'zod'
import { exportConfiguration, serialize, toConfiguration } from '../../src/configuration/export'
import { type Catalogs, planChanges } from '../../src/configuration/plan'
import { buildConfigurationSchema } from '../../src/configuration/published-schema'
import { readConfigurationFile } from '../../src/configuration/read-file'
import { sized } from '../depth'
import { anySetup } from './random-setup'

const ORIGIN = 'https://enrollwire.test'
const RUNS = { numRuns: sized(150, 5_000) }
const NOTHING_LISTED: Catalogs = {
  listed: () => null,
  fields: () => null,
  channelKinds: ['slack', 'signed-url'],
}

describe('an exported configuration', () => {
  test('would change nothing where it is from', () => {
    fc.assert(
      fc.property(anySetup, (here) => {
        const read = readConfigurationFile(exportConfiguration(here, ORIGIN))
        expect(read).toMatchObject({ ok: true })
        const file = read.ok ? read.configuration : expect.fail('refused')
        expect(planChanges(file, here, NOTHING_LISTED)).toMatchObject({
          changes: [],
          removals: [],
          questions: [],
          leftOut: [],
          stays: [],
        })
      }),
      RUNS,
    )
  })

  test('is the same text after it was read, whatever order its rows come in', () => {
    fc.assert(
      fc.property(anySetup, (here) => {
        const text = exportConfiguration(here, ORIGIN)
        const read = readConfigurationFile(text)
        expect(read.ok && serialize(read.configuration)).toBe(text)
        const { rules, products, integrations, words, channels } = here
        const reversed = {
          ...here,
          rules: rules.toReversed(),
          products: products.toReversed(),
          integrations: integrations.toReversed(),
          words: words.toReversed(),
          channels: channels.toReversed(),
        }
        expect(exportConfiguration(reversed, ORIGIN)).toBe(text)
      }),
      RUNS,
    )
  })

  test('fits the published JSON Schema', () => {
    const schema = fromJSONSchema(JSON.parse(JSON.stringify(withoutConditions(buildConfigurationSchema()))))
    fc.assert(
      fc.property(anySetup, (here) => {
        expect(schema.safeParse(JSON.parse(exportConfiguration(here, ORIGIN))).error).toBeUndefined()
      }),
      { numRuns: 30 },
    )
  })

  test('holds no credential, no address that may hold one, and no id of a row but its rules’ own', () => {
    fc.assert(
      fc.property(anySetup, (here) => {
        const text = exportConfiguration(here, ORIGIN)
        expect(text).not.toMatch(/sealed|hooks\.example\.com|row-|channel-\d|mapping-/)
        expect(
          toConfiguration(here)
            .rules.map(({ id }) => id)
            .toSorted(),
        ).toEqual(here.rules.map(({ id }) => id).toSorted())
      }),
      RUNS,
    )
  })

  test('ends with a line break and is indented by two, so that a change is a change of its lines', () => {
    const [here] = fc.sample(anySetup, { numRuns: 1, seed: 4 })
    const text = exportConfiguration(here ?? expect.fail('none'), ORIGIN)
    expect(text).toMatch(
      /^\{\n {2}"\$schema": "https:\/\/enrollwire\.test\/schemas\/configuration\.json",\n {2}"version": 1,/,
    )
    expect(text.endsWith('}\n')).toBe(true)
  })
})

/** Zod reads no if and then. */
function withoutConditions(schema: object): object {
  return JSON.parse(JSON.stringify(schema, (name, value: unknown) => (name === 'allOf' ? undefined : value)))
}
