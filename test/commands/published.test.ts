/** What is published beside the Worker: its assets' headers, and the workflows that build it. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { HSTS } from '../../src/http/response-headers'

const WORKFLOWS = readdirSync('.github/workflows').map((name) => readFileSync(`.github/workflows/${name}`, 'utf8'))

describe('An asset', () => {
  test('is served encrypted only, as what it claims to be', () => {
    const headers = readFileSync('.assets/_headers', 'utf8')
    expect(headers).toContain(`\n  Strict-Transport-Security: ${HSTS}\n`)
    expect(headers).toContain('\n  X-Content-Type-Options: nosniff\n')
  })
})

describe('Every workflow', () => {
  test('may read the repository and nothing else', () => {
    for (const text of WORKFLOWS) {
      expect(text).toMatch(/^permissions:\n {2}contents: read$/m)
    }
  })

  test('uses actions at a commit, which no one can move', () => {
    const used = WORKFLOWS.flatMap((text) => [...text.matchAll(/uses: (.+)/g)].map(([, action = '']) => action))
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/.test(action))).toEqual([])
  })
})
