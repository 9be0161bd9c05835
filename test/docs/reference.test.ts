/** The API reference as a build writes it. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { listCalls, type OpenApiDocument } from '../../.run/openapi/document'
import { exampleOf } from '../../.run/openapi/example'
import { buildReference } from '../../.run/reference/build-reference'
import { Enrollwire } from '../../docs/client'
import { DESCRIBED_RESOURCES } from '../../src/api/described'
import { buildApiDocument } from '../../src/api/openapi'
import { SCHEMAS } from '../../src/intake/format-schemas'
import { HOOK_ROUTES } from '../../src/intake/hook-routes'
import { buildOpenApi } from '../../src/intake/openapi'

/** What a page may weigh once the browser has everything that pages share. */
const LATER_PAGE_BYTES = 8 * 1024
const hooks: OpenApiDocument = asJson(buildOpenApi(HOOK_ROUTES.all, SCHEMAS))
const api: OpenApiDocument = asJson(buildApiDocument(DESCRIBED_RESOURCES))
const NAMES = { 'app.css': '/assets/app.css', 'app.js': '/assets/app.js', 'reference.js': '/assets/reference.js' }
const pages = buildReference(hooks, api, NAMES)
const index = pages['index.html'] ?? ''
const all = Object.values(pages).join('')

function asJson(document: unknown): OpenApiDocument {
  return JSON.parse(JSON.stringify(document))
}

describe('The API reference', () => {
  test('has every call on its first page, the hooks’ first, and on one page each', () => {
    const listed = [...index.matchAll(/href="\/reference\/[\w-]+#(\w+)"/g)].map(([, id]) => id)
    expect(listed).toEqual([...listCalls(hooks), ...listCalls(api)].map(({ id }) => id))
    expect(index).toContain('href="/reference/hooks#post_standard"')
    for (const id of listed) {
      expect(all.split(` id="${id}"`)).toHaveLength(2)
    }
  })

  test('leads only to what is there', () => {
    const dead = Object.entries(pages).flatMap(([file, text]) =>
      [...text.matchAll(/href="(?:\/reference\/([\w-]*))?(#[\w-]+)?"/g)]
        .filter(([, slug, anchor]) => {
          const page = slug === undefined ? text : pages[`${slug || 'index'}.html`]
          return page === undefined || (anchor !== undefined && !page.includes(` id="${anchor.slice(1)}"`))
        })
        .map(([link]) => `${file}: ${link}`),
    )
    expect(dead).toEqual([])
  })

  test('shows each call in a terminal and in TypeScript, by a function that the client has', () => {
    for (const { id, method } of listCalls(api)) {
      expect(all).toMatch(new RegExp(`id="${id}-curl">curl ${method === 'GET' ? '' : `-X ${method} `}https://`))
      expect(all).toContain(`enrollwire.${id}(`)
      expect(Enrollwire.prototype).toHaveProperty(id)
    }
    for (const { id } of listCalls(hooks)) {
      expect(all).toContain(`id="${id}-curl"`)
      expect(all).toContain(`id="${id}-typescript"`)
    }
  })

  test('shows bodies that the API takes', () => {
    const operations = DESCRIBED_RESOURCES.flatMap((resource) => Object.entries(resource.operations))
    const bodies = listCalls(api).flatMap(({ id, body }) => (body === null ? [] : [{ id, body: exampleOf(api, body) }]))
    expect(bodies.length).toBeGreaterThan(0)
    for (const { id, body } of bodies) {
      const schema = operations.find(([name]) => name === id)?.[1].body
      expect([id, schema?.safeParse(body).error]).toEqual([id, undefined])
    }
  })

  test('shows posts of a store that a format takes', () => {
    for (const { name, format } of HOOK_ROUTES.all) {
      const schema = Object.entries(SCHEMAS).find(([one]) => one === format.name)?.[1]
      const body = listCalls(hooks).find(({ id }) => id === `post_${name}`)?.body ?? {}
      expect([name, schema?.safeParse(exampleOf(hooks, body)).success]).toEqual([name, true])
    }
  })

  test('is light, and runs nothing but our files', () => {
    for (const [file, text] of Object.entries(pages)) {
      expect([file, gzipSync(text).length <= LATER_PAGE_BYTES]).toEqual([file, true])
      expect([file, text.match(/ style="| on\w+="|<style|<script(?! src="\/assets\/)/)]).toEqual([file, null])
    }
  })
})
