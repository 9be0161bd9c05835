import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buildOpenApi, openApiRoutes } from '../../src/intake/openapi'
import { EVENT_TYPES } from '../../src/model/event-type'
import charged from '../fixtures/standard/subscription.charged.json'
import { ROUTES } from './made-up-routes'

describe('the event schema', () => {
  test('names the event types and what is required', async () => {
    const schema = await json('/schemas/event.json')
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['type', 'data'],
      properties: {
        type: { enum: [...EVENT_TYPES] },
        data: {
          required: ['customer', 'items'],
          properties: { customer: { required: ['email'] }, items: { items: { required: ['product_id'] } } },
        },
      },
    })
  })

  test('is a schema that a good event passes and a bad one does not', async () => {
    const reader = z.fromJSONSchema(await json('/schemas/event.json'))
    expect(reader.safeParse(charged).success).toBe(true)
    expect(reader.safeParse({ ...charged, data: { ...charged.data, items: [] } }).success).toBe(false)
    expect(reader.safeParse({ ...charged, data: { ...charged.data, items: [{ product_id: 'club' }] } }).success).toBe(
      true,
    )
    expect(reader.safeParse({ ...charged, data: { ...charged.data, items: [{}] } }).success).toBe(false)
    expect(reader.safeParse({ ...charged, type: 'cart.abandoned' }).success).toBe(false)
  })
})

describe('the OpenAPI description', () => {
  test('describes every sender, its answers and its body', async () => {
    const description = await json('/openapi.json')
    expect(description).toMatchObject({ openapi: '3.1.0' })
    expect(Object.keys(description.paths)).toEqual(['/hooks/{endpoint}', '/hooks/{endpoint}/samcart'])
    for (const path of Object.values<{ post: { responses: object } }>(description.paths)) {
      expect(Object.keys(path.post.responses)).toEqual(['202', '400', '401', '404', '405', '413', '422', '429', '503'])
    }
  })

  test('asks for a key where nothing else proves a post', async () => {
    const { paths } = await json('/openapi.json')
    const key = (path: string) => paths[path].post.parameters.find(({ name }: { name: string }) => name === 'key')
    expect([key('/hooks/{endpoint}').required, key('/hooks/{endpoint}/samcart').required]).toEqual([false, true])
  })

  test('points at nothing that is not there', async () => {
    const description = await json('/openapi.json')
    const pointers = [...JSON.stringify(description).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    )
    expect(pointers.length).toBeGreaterThan(0)
    expect(Object.keys(description.components.schemas)).toEqual(expect.arrayContaining(pointers))
  })

  test('gains an address by a line in the list', () => {
    expect(Object.keys(buildOpenApi(ROUTES).paths)).toContain('/hooks/{endpoint}/made-up')
  })
})

async function json(path: string) {
  const answer = await openApiRoutes.request(path)
  expect(answer.status).toBe(200)
  return JSON.parse(await answer.text())
}
