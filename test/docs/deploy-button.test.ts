import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { newSecrets } from '../../.run/new-secrets'
import { cloudflare } from '../../package.json'
import { findReadinessProblem } from '../../src/accounts/readiness'
import { read } from './documents'

const CONFIG = readFileSync('wrangler.toml', 'utf8')
const EXAMPLE = Object.fromEntries(
  [...read('.dev.vars.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value]) => [name, value]),
)

describe('The deploy button', () => {
  test('the example asks for the secrets a deploy makes, and for nothing else', () => {
    expect(Object.keys(EXAMPLE)).toEqual(Object.keys(newSecrets([], false, { given: {}, isThrownAway: false }).values))
  })

  test('the example gives no secret a value, so that none of it ever guards a deployment', () => {
    expect(new Set(Object.values(EXAMPLE))).toEqual(new Set(['""']))
    expect(findReadinessProblem({ AUTH_SECRET: '', SEALING_KEYS: '' })).not.toBeNull()
  })

  test('the button describes every binding, variable and secret there is', () => {
    const bindings = [...CONFIG.matchAll(/^(?:binding|name) = "([A-Z_]+)"$/gm)].map(([, name]) => name)
    const [, vars = ''] = /^\[vars\]\n([\s\S]*?)\n\n/m.exec(CONFIG) ?? []
    const variables = [...vars.matchAll(/^([A-Z_]+) =/gm)].map(([, name]) => name)
    expect(Object.keys(cloudflare.bindings).sort()).toEqual([...bindings, ...variables, ...Object.keys(EXAMPLE)].sort())
  })

  test('the README has the button', () => {
    expect(read('README.md')).toMatch(
      /\(https:\/\/deploy\.workers\.cloudflare\.com\/\?url=https:\/\/github\.com\/\S+\)/,
    )
  })
})
