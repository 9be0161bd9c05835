import { describe, expect, test } from 'vitest'
import { limitedEnv } from '../../../.run/house/limited-env'
import { parseModule } from '../../../.run/house/module'

const findings = (path: string, text: string) => limitedEnv([parseModule(path, text)], []).findings

describe('An await on another part', () => {
  test('an object that hands on its bindings as they came is found', () => {
    const object = (ports: string) =>
      `export class Journal extends DurableObject<Env> {\n  constructor(ctx: State, env: Env) {\n    super(ctx, env)\n    this.ports = ${ports}\n  }\n}`
    expect(findings('src/journal/journal.ts', object('createPorts(limitEnv(env))'))).toEqual([])
    expect(findings('src/journal/journal.ts', object('createPorts(env)'))).toEqual([
      { where: 'src/journal/journal.ts:4', says: 'uses a binding without limits; take it from limitEnv(env)' },
    ])
    expect(findings('src/journal/journal.ts', object('() => env.EVENTS.send(1)'))).toHaveLength(1)
  })

  test('so is an entry that does', () => {
    const entry = (what: string) => `export default {\n  queue: (batch, env, ctx) => ${what},\n}`
    expect(findings('src/index.ts', entry('dispatch(batch, limitEnv(env), ctx)'))).toEqual([])
    expect(findings('src/index.ts', entry('dispatch(batch, env, ctx)'))).toMatchObject([{ where: 'src/index.ts:2' }])
  })

  test('no module imports bindings or fetches without a deadline', () => {
    expect(findings('src/a.ts', "import { env } from 'cloudflare:workers'")).toHaveLength(1)
    expect(findings('src/a.ts', 'const answer = await fetch(url)')).toHaveLength(1)
    expect(findings('src/a.ts', 'const answer = await globalThis.fetch(url)')).toHaveLength(1)
    expect(findings('src/a.ts', 'app.fetch(request) // fetch(url)')).toEqual([])
  })

  test('an exception that fetches nothing is none any more', () => {
    const exception = { path: 'src/a.ts', reason: 'Made up.' }
    expect(limitedEnv([parseModule('src/a.ts', '')], [exception]).findings).toHaveLength(1)
  })
})
