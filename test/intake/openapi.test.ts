import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SCHEMAS } from '../../src/intake/format-schemas'
import { HOOK_ROUTES } from '../../src/intake/hook-routes'
import { buildEventSchema, buildOpenApi } from '../../src/intake/openapi'
import { EVENT_TYPES } from '../../src/model/event-type'
import charged from '../fixtures/standard/subscription.charged.json'
import { schema } from './formats/made-up/schema'
import { ROUTES } from './made-up-routes'

describe('the event schema', () => {
  test('names the event types and what is required', () => {
    const schema = asPublished(buildEventSchema())
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

  test('is a schema that a good event passes and a bad one does not', () => {
    const reader = z.fromJSONSchema(asPublished(buildEventSchema()))
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
  test('describes every sender, its answers and its body', () => {
    const description = described()
    expect(description).toMatchObject({ openapi: '3.1.0' })
    expect(Object.keys(description.paths)).toEqual(['/hooks/{endpoint}', '/hooks/{endpoint}/samcart'])
    for (const path of Object.values<{ post: { responses: object } }>(description.paths)) {
      expect(Object.keys(path.post.responses)).toEqual(['202', '400', '401', '404', '405', '413', '422', '429', '503'])
    }
  })

  test('asks for a key where nothing else proves a post', () => {
    const { paths } = described()
    const key = (path: string) => paths[path].post.parameters.find(({ name }: { name: string }) => name === 'key')
    expect([key('/hooks/{endpoint}').required, key('/hooks/{endpoint}/samcart').required]).toEqual([false, true])
  })

  test('points at nothing that is not there', () => {
    const description = described()
    const pointers = [...JSON.stringify(description).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    )
    expect(pointers.length).toBeGreaterThan(0)
    expect(Object.keys(description.components.schemas)).toEqual(expect.arrayContaining(pointers))
  })

  test('gains an address by a line in the list', () => {
    const { paths, components } = buildOpenApi(ROUTES, { ...SCHEMAS, 'made-up-format': schema })
    expect(Object.keys(paths)).toContain('/hooks/{endpoint}/made-up')
    expect(components.schemas).toHaveProperty('made-up-format.type', 'object')
  })
})

function described() {
  return asPublished(buildOpenApi(HOOK_ROUTES.all, SCHEMAS))
}

/** As it is read after it was written. */
function asPublished(document: object) {
  return JSON.parse(JSON.stringify(document))
}
