/** The published document says what the API does, and nothing else. */
import { exports } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import published from '../../.assets/api.json'
import { DESCRIBED_RESOURCES } from '../../src/api/described'
import { buildApiDocument } from '../../src/api/openapi'
import { API_ROUTES } from '../../src/api/routes'
import { ORIGIN } from './client'

const document = JSON.parse(JSON.stringify(buildApiDocument(DESCRIBED_RESOURCES)))

interface Described {
  operationId: string
  parameters?: { $ref?: string; name?: string; in?: string }[]
  responses: Record<string, unknown>
}

const OPERATIONS = Object.entries<Record<string, Described>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method, described })),
)

describe('The document', () => {
  test('has every operation there is, at its address, and no other', () => {
    const described = OPERATIONS.map(({ path, method, described }) => `${described.operationId} ${method} ${path}`)
    const routes = API_ROUTES.map(({ name, operation: { method, path } }) => `${name} ${method} ${path}`)
    expect(described.toSorted()).toEqual(routes.toSorted())
    expect(new Set(routes.map((route) => route.split(' ')[0])).size).toBe(routes.length)
  })

  test('names each parameter of a path', () => {
    for (const { path, described } of OPERATIONS) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const named = (described.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name)
      expect([path, named]).toEqual([path, inPath])
    }
  })

  test('points at nothing that is not there', () => {
    const pointers = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)]
    expect(pointers.length).toBeGreaterThan(20)
    expect(pointers.filter(([, group = '', name = '']) => document.components[group]?.[name] === undefined)).toEqual([])
  })

  test('is what a build published', () => {
    expect(published).toEqual(document)
  })

  test('names an operation that reads for each change that is guarded by one', () => {
    const names = API_ROUTES.filter(({ operation }) => operation.method === 'get').map(({ name }) => name)
    const guards = API_ROUTES.flatMap(({ operation }) => operation.guards ?? [])
    expect(guards.filter((name) => !names.includes(name))).toEqual([])
  })

  test('is open to anyone, and linked with that of the hooks', async () => {
    const answer = await exports.default.fetch(new Request(`${ORIGIN}/api/v1/openapi.json`))
    expect(await answer.json()).toEqual(document)
    const hooks = await exports.default.fetch(new Request(ORIGIN + document.externalDocs.url))
    expect(await hooks.json()).toMatchObject({ info: { title: 'Enrollwire hooks' } })
  })
})
