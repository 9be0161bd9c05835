/** What is published beside the Worker: its assets' headers, and the workflows that build it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listJobs, listSteps } from '../../.run/workflow-steps'
import { dependencies } from '../../package.json'
import { HSTS } from '../../src/http/response-headers'

const WORKFLOWS = readdirSync('.github/workflows').map((name) => readFileSync(`.github/workflows/${name}`, 'utf8'))

describe('An asset', () => {
  test('is served encrypted only, as what it claims to be', () => {
    const headers = readFileSync('.assets/_headers', 'utf8')
    expect(headers).toContain(`\n  Strict-Transport-Security: ${HSTS}\n`)
    expect(headers).toContain('\n  X-Content-Type-Options: nosniff\n')
  })
})

describe('What is installed', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<
      string,
      { integrity?: string; hasInstallScript?: boolean; bin?: Record<string, string>; os?: string }
    >
  }
  const installed = Object.entries(packages).filter(([path]) => path !== '')

  test('is what the lockfile has the hash of, Node included', () => {
    expect(installed.filter(([, { integrity }]) => integrity === undefined)).toEqual([])
    const nodes = installed.filter(([, { bin }]) => bin?.node !== undefined).map(([, { os }]) => String(os))
    expect(nodes.sort()).toEqual(['darwin', 'darwin', 'linux', 'linux', 'win32'])
  })

  test('is no dependency of what is deployed unless that imports it', () => {
    const sources = ['src', 'views', '.run/assets.ts'].flatMap(listFiles).map((path) => readFileSync(path, 'utf8'))
    const unused = Object.keys(dependencies).filter((name) => !sources.some((text) => text.includes(`'${name}`)))
    expect(unused).toEqual([])
  })

  test('runs nothing as it is installed but what unpacks a binary', () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
    expect(scripted.filter((path) => !/(esbuild|fsevents|workerd)$/.test(path))).toEqual([])
  })
})

describe('Every workflow', () => {
  test('may read the repository and nothing else', () => {
    for (const text of WORKFLOWS) {
      expect(text).toMatch(/^permissions:\n {2}contents: read$/m)
      // Findings of an analysis are all that any of them writes.
      expect([...text.matchAll(/^ +([\w-]+): write$/gm)].map(([, right]) => right)).toEqual(
        text.includes('codeql-action') ? ['security-events'] : [],
      )
    }
  })

  test('ends in minutes, whatever hangs', () => {
    for (const text of WORKFLOWS) {
      expect(text.match(/^ {4}timeout-minutes: \d+$/gm)).toHaveLength(text.match(/^ {4}runs-on:/gm)?.length ?? 0)
    }
  })

  test('can be run here, step by step', () => {
    const ci = readFileSync('.github/workflows/ci.yml', 'utf8')
    expect(listJobs(ci)).toEqual(['test', 'browser', 'audit'])
    expect(listSteps(ci, 'audit')).toEqual([
      'npm audit --omit=dev --audit-level=moderate',
      'npm audit --audit-level=critical',
    ])
    const [install, tests, start] = listSteps(ci, 'test')
    expect([install, tests]).toEqual(['npm ci', 'npm test'])
    expect(start).toMatch(/^npm start & starter=\$![\s\S]*\nsleep 5; ! curl/)
    expect(listSteps(ci, 'deploy')).toEqual([])
  })

  test('uses actions at a commit, which no one can move', () => {
    const used = WORKFLOWS.flatMap((text) => [...text.matchAll(/uses: (.+)/g)].map(([, action = '']) => action))
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((action) => !/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v[\d.]+$/.test(action))).toEqual([])
  })
})

function listFiles(path: string): string[] {
  return statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => join(path, name))
        .filter((one) => /\.tsx?$/.test(one))
}
