/// <reference types="vite/client" />
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import worker from '../../src/index'

const GUIDES = import.meta.glob<string>('../../docs/{operator,restore}.md', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const guides = Object.values(GUIDES).join('\n')

describe('the operator’s guides', () => {
  const commands = [...guides.matchAll(/^ {4}curl (.*)$/gm)].map(([, words = '']) => words)

  test.each(commands)('curl %s answers', async (words) => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
    const [url = ''] = /https:\S+/.exec(words) ?? []
    const [, name = '', value = ''] = /-H "([^:]+): ([^"]+)"/.exec(words) ?? []
    const headers: HeadersInit = name === '' ? {} : { [name]: value.replace('$STATUS_TOKEN', env.STATUS_TOKEN) }
    const ctx = createExecutionContext()
    const answer = await worker.fetch(new Request(url, { headers }), env, ctx)
    await waitOnExecutionContext(ctx)
    expect(answer.status).toBe(200)
  })

  test('there are two of them', () => {
    expect(commands).toHaveLength(2)
  })

  test.each([...guides.matchAll(/--command "([^"]+)"/g)].map(([, sql = '']) => sql))(
    '%s runs on the schema',
    async (sql) => {
      await expect(env.DB.prepare(sql).run()).resolves.toMatchObject({ success: true })
    },
  )
})
