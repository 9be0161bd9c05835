import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { configurationSchema } from '../../src/configuration/format'
import { readConfigurationFile } from '../../src/configuration/read-file'

const text = readFileSync('docs/configuration.md', 'utf8')
const example = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? ''

describe('The document of the configuration file', () => {
  test('has an example that is accepted', () => {
    expect(readConfigurationFile(example)).toMatchObject({ ok: true })
  })

  test('has every field in its table, and in its example', () => {
    const { rules, integrations, products, words, alerts, ...top } = configurationSchema.shape
    const sections = { rules, integrations, products, words, alerts }
    const fields = [
      ...Object.keys(top).filter((name) => name !== '$schema'),
      ...Object.entries(sections).flatMap(([name, section]) =>
        Object.keys(section.unwrap().element.shape).map((field) => `${name}[].${field}`),
      ),
    ]
    const named = [...text.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.replaceAll('`', '').split(', '))
    expect(named.toSorted()).toEqual(fields.toSorted())
    expect(fields.filter((field) => !example.includes(`"${field.split('.').at(-1)}"`))).toEqual([])
  })

  test('has every option of a rule', () => {
    const options = Object.keys(configurationSchema.shape.rules.unwrap().element.shape.options.unwrap().shape)
    expect(options.filter((option) => !text.includes(`\`${option}\``))).toEqual([])
  })
})
