/** An assistant with the SDK's own client asks the whole Worker, whose customers were enrolled at the simulated Thinkific. */
import { env, exports } from 'cloudflare:workers'
import { Client as McpClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Client, newClient, ORIGIN } from '../api/client'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { Shop, thinkific } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const READING = ['why_not_enrolled', 'find_customer', 'list_attention', 'list_entries', 'explain_rule']
const SOON = { timeout: 20_000, interval: 100 }
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}

let simulator: Simulator
let ada: Client
let shop: Shop
let support: Assistant
/** The entry of a purchase that no rule is for. */
let unruled: string

class Assistant {
  readonly client: McpClient

  constructor(client: McpClient) {
    this.client = client
  }

  static async of({ secret }: Client, options: ConstructorParameters<typeof McpClient>[1] = {}): Promise<Assistant> {
    const client = new McpClient({ name: 'assistant', version: '1' }, options)
    const transport = new StreamableHTTPClientTransport(new URL(`${ORIGIN}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${secret}` } },
      fetch: (url, init) => exports.default.fetch(new Request(url, init)),
    })
    await client.connect(transport)
    return new Assistant(client)
  }

  async tools(): Promise<string[]> {
    const { tools } = await this.client.listTools()
    return tools.map(({ name }) => name)
  }

  async ask(name: string, given: Record<string, string> = {}): Promise<{ text: string; failed: boolean }> {
    const { content, isError } = await this.client.callTool({ name, arguments: given })
    const [part] = content as { type: string; text: string }[]
    return { text: part?.text ?? '', failed: isError === true }
  }
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(
    new Request(`${ORIGIN}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ada.secret}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

const order = (email: string, id: string, product = 'club') => ({
  customer: { email, first_name: 'Ada', last_name: 'Byron' },
  order: { id },
  items: [{ product_id: product, product_name: 'Power Yoga' }],
})

beforeAll(async () => {
  simulator = await thinkific()
  ada = await newClient('ada')
  shop = await new Shop(ada.marketplace).open(['academy'])
  await shop.rule('club', 'product.purchased', 'create_course', TWO)
  await shop.rule('club', 'product.refunded', 'expire_course', TWO)
  await shop.send('product.purchased', order('ada@example.com', '7001'), { at: Date.now() - 60_000 })
  await shop.log(1)
  await shop.send('product.refunded', order('ada@example.com', '7001'))
  await shop.log(2)
  await shop.send('product.purchased', order('ben@example.com', '7002', 'unknown'))
  unruled = (await shop.log(3))[2]?.id ?? ''
  const catalog = `/integrations/${shop.integration('academy')}/catalog`
  await ada.post(`${catalog}/refreshes`)
  await vi.waitFor(async () => expect((await ada.get(catalog)).body.items.length).toBeGreaterThan(0), SOON)
  support = await Assistant.of(ada)
})

describe('A support person asks an assistant', () => {
  test('why Ada is not in, and hears what ended her access, with the page that shows it', async () => {
    for (const customer of ['ada@example.com', '7001', 'ADA@Example.com']) {
      const { text, failed } = await support.ask('why_not_enrolled', { customer })
      expect([customer, failed]).toEqual([customer, false])
      expect(text).toContain(`Ada Byron (ada@example.com): ${ORIGIN}/m/${shop.marketplace}/customers/ada%40example.com`)
      expect(text).toContain(`Target ${TWO} at academy: they have no access.`)
      expect(text).toContain(
        `What happened last: Access to Target ${TWO} ended because Power Yoga (order 7001) was refunded.`,
      )
      expect(text).toMatch(/Product Refunded, “Power Yoga”, order .*Outcome: expired\. .*refund/i)
    }
  })

  test('about a course, a stranger, or a name that several have', async () => {
    const about = await support.ask('why_not_enrolled', { customer: 'ada@example.com', about: 'pottery' })
    expect(about.text).toContain('They have no access to anything like “pottery”')
    const stranger = await support.ask('why_not_enrolled', { customer: 'zoe@example.com' })
    expect(stranger.text).toContain('Nothing was reported about this email.')
    const several = await support.ask('why_not_enrolled', { customer: 'byron' })
    expect(several.failed).toBe(true)
    expect(several.text).toMatch(/several customers.*\n- .*(ada|ben)@example\.com\)\n- /)
    expect((await support.ask('why_not_enrolled', { customer: 'qqq' })).text).toContain(
      'Ask for the email of the order.',
    )
  })

  test('who someone is, what is in the log, and what a rule does', async () => {
    const { text: found } = await support.ask('find_customer', { search: 'ben' })
    expect(found).toContain(`Ada Byron (ben@example.com). Last reported `)
    expect(found).toContain(`${ORIGIN}/m/${shop.marketplace}/customers/ben%40example.com`)
    expect((await support.ask('find_customer', { search: 'qqq' })).text).toContain('anyone like “qqq”')
    const { text: log } = await support.ask('list_entries', { outcome: 'no rule' })
    expect(log).toMatch(/ben@example\.com.*Outcome: no rule\..*\/logs\//)
    expect((await support.ask('list_entries', { search: 'qqq' })).text).toContain('no such entry')
    const { text: rule } = await support.ask('explain_rule', { rule: 'product.purchased create_course' })
    expect(rule).toContain('When “Power Yoga” is purchased, enroll the customer in')
    const several = await support.ask('explain_rule', { rule: 'product' })
    expect(several.text).toContain('could be several rules')
    const id = /expire_course: (\S+)/.exec(several.text)?.[1] ?? ''
    expect((await support.ask('explain_rule', { rule: id })).text).toContain('is refunded, end the access')
  })

  test('to enroll someone by hand, which happens at the site and names the token', async () => {
    const asked = await support.ask('enroll', { customer: 'ben@example.com', target: 'course two' })
    expect(asked).toEqual({
      failed: false,
      text: expect.stringContaining('is being enrolled in Course Two at academy'),
    })
    await expect.poll(() => simulator.site('academy').accessTo('ben@example.com', TWO), SOON).toBe('full')
    await shop.log(4)
    const { text } = await support.ask('why_not_enrolled', { customer: 'ben@example.com' })
    expect(text).toContain('Course Two at academy: they have access.')
    expect((await support.ask('enroll', { customer: 'ben@example.com', target: 'o' })).text).toContain('several')
    expect((await support.ask('enroll', { customer: 'ben@example.com', target: 'qqq' })).text).toContain('like “qqq”')
  })

  test('to run things again, and is refused in a sentence where that makes no sense', async () => {
    await shop.rule('unknown', 'product.purchased', 'create_course', TWO)
    const replayed = await support.ask('replay', { entry: unruled })
    expect(replayed).toEqual({ failed: false, text: expect.stringContaining('today’s rules') })
    const outcomes = async () => (await shop.log(4)).map(({ outcome }) => outcome)
    await expect.poll(outcomes, SOON).toContain('already enrolled')
    const settled = await support.ask('retry', { entry: unruled })
    expect(settled.failed).toBe(true)
    expect(settled.text).toMatch(/Outcome: .* Possible now: |There is nothing to do/)
    const refused = await support.ask('retry', { entry: 'none' })
    expect(refused).toEqual({ failed: true, text: expect.stringMatching(/^[A-Z].*\.$/) })
  })

  test('what needs a person, once the key is rejected', async () => {
    expect((await support.ask('list_attention')).text).not.toContain('academy')
    await env.DB.prepare("UPDATE integrations SET problem = 'Thinkific rejects the API key.'").run()
    const { text } = await support.ask('list_attention')
    expect(text).toMatch(/^- Serious: .*academy.*https:\/\/enrollwire\.test\/m\//)
    expect((await support.ask('why_not_enrolled', { customer: 'zoe@example.com' })).text).toContain('Broken now')
    await env.DB.prepare('UPDATE integrations SET problem = NULL').run()
  })
})

describe('A token', () => {
  test('that may only read is shown nothing that changes anything, and may call none of it', async () => {
    const reader = await Assistant.of(await ada.with('read'))
    expect(await reader.tools()).toEqual(READING)
    expect(await support.tools()).toEqual([...READING, 'retry', 'replay', 'enroll'])
    await expect(reader.ask('enroll', { customer: 'ben@example.com', target: 'x' })).rejects.toThrow('no such tool')
  })

  test('of another marketplace sees nothing of this one', async () => {
    const bea = await Assistant.of(await newClient('bea'))
    for (const [name, given] of [
      ['why_not_enrolled', { customer: 'ada@example.com' }],
      ['why_not_enrolled', { customer: 'byron' }],
      ['find_customer', { search: 'ada' }],
      ['list_entries', {}],
      ['list_attention', {}],
      ['explain_rule', { rule: 'product' }],
      ['retry', { entry: unruled }],
      ['replay', { entry: unruled }],
      ['enroll', { customer: 'ada@example.com', target: 'Course Two' }],
    ] as const) {
      const { text } = await bea.ask(name, given)
      expect([name, text]).toEqual([name, expect.not.stringMatching(/Byron|Power Yoga|academy|Target/)])
    }
  })

  test('that is none is refused before anything is read', async () => {
    for (const authorization of ['', 'Bearer ew_none', `Bearer ew_${'a'.repeat(38)}`]) {
      const answer = await post(INITIALIZE, { authorization })
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer/)])
    }
  })
})

describe('An odd request', () => {
  test.each([
    ['a body that is no JSON', '{"jsonrpc"', {}, 400, -32700],
    ['JSON that is no JSON-RPC', { hello: 'there' }, {}, 400, -32600],
    ['a batch', [INITIALIZE], {}, 400, -32600],
    ['a method that is none', { ...INITIALIZE, method: 'resources/list' }, {}, 200, -32601],
    ['a tool that is none', { ...INITIALIZE, method: 'tools/call', params: { name: 'rm' } }, {}, 200, -32602],
    ['a call without a tool', { ...INITIALIZE, method: 'tools/call' }, {}, 200, -32602],
  ])('with %s is answered by a JSON-RPC error', async (_, body, headers, status, code) => {
    const answer = await post(body, headers)
    expect([answer.status, await answer.json()]).toMatchObject([status, { jsonrpc: '2.0', error: { code } }])
  })

  test.each([
    ['another type', INITIALIZE, { 'content-type': 'text/plain' }, 415],
    ['another site’s page behind it', INITIALIZE, { origin: 'https://elsewhere.example.com' }, 403],
    ['a version that is not spoken', INITIALIZE, { 'mcp-protocol-version': '1999-01-01' }, 400],
    ['a huge body', { ...INITIALIZE, params: { text: 'x'.repeat(70_000) } }, {}, 413],
  ])('with %s is refused', async (_, body, headers, status) => {
    const answer = await post(body, headers)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  })

  test('for a stream or a session is refused: there is none', async () => {
    for (const method of ['GET', 'DELETE']) {
      const headers = { authorization: `Bearer ${ada.secret}`, accept: 'text/event-stream' }
      const answer = await exports.default.fetch(new Request(`${ORIGIN}/mcp`, { method, headers }))
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    }
  })

  test('to a tool is answered by a sentence that says what is wrong with it', async () => {
    const { text, failed } = await support.ask('why_not_enrolled', { who: 'ada' })
    expect([failed, text]).toEqual([true, expect.stringContaining('customer: ')])
    expect((await support.ask('list_entries', { outcome: 'sad' })).failed).toBe(true)
    expect((await support.ask('find_customer', { search: 'x'.repeat(500) })).failed).toBe(true)
  })

  test('counts against the token’s limit, and a client that tries newer versions first gets along', async () => {
    expect((await post(INITIALIZE)).headers.get('ratelimit')).toMatch(/^"token";r=\d+/)
    const modern = await Assistant.of(ada, { versionNegotiation: { mode: 'auto' } })
    expect(await modern.tools()).toContain('why_not_enrolled')
  })
})
