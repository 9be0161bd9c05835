import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'rolldown'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leaveOut } from '../../.run/left-out'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enrollwire-left-out-'))
  write('node_modules/shop/package.json', '{"name":"shop","type":"module","exports":"./index.js","sideEffects":false}')
  write(
    'node_modules/shop/index.js',
    `export { sell } from './sell.js'\nexport { give, Gift as Present } from './give.js'`,
  )
  write(
    'node_modules/shop/sell.js',
    `import { give } from './give.js'\nexport const sell = (free) => free ? give() : 'sold'`,
  )
  write(
    'node_modules/shop/give.js',
    `const LONG = 'a-long-story'\nexport function give() { return LONG }\nexport class Gift {}`,
  )
  write('index.js', `import { sell } from 'shop'\nexport default sell`)
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('leaving modules of packages out', () => {
  test('what is left out refuses; the rest is as it was', async () => {
    const code = await bundle(['shop/give.js'])
    expect(code).not.toContain('a-long-story')
    const { default: sell } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    expect(sell(false)).toBe('sold')
    expect(() => sell(true)).toThrow('shop/give.js is left out of this build')
  })

  test('of an object, the methods that are kept are as they were, and the others refuse', async () => {
    write(
      'node_modules/shop/sell.js',
      `const sell = () => { const sold = 'sold'\nreturn { cake: () => sold, pie: () => 'a-long-story' } }\nexport { sell }`,
    )
    write('node_modules/shop/index.js', `export { sell } from './sell.js'`)
    const code = await bundle([], new Map(), new Map([['shop/sell.js', ['cake']]]))
    expect(code).not.toContain('a-long-story')
    const { default: sell } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    expect(sell().cake()).toBe('sold')
    expect(() => sell().pie()).toThrow('pie is left out of this build')
    await expect(bundle([], new Map(), new Map([['shop/sell.js', ['tart']]]))).rejects.toThrow('It has no method tart')
  })

  test('of a class, likewise', async () => {
    write(
      'node_modules/shop/sell.js',
      `class Shop { cake() { return 'sold' }\nasync pie() { return 'a-long-story' } }\nexport const sell = new Shop()`,
    )
    write('node_modules/shop/index.js', `export { sell } from './sell.js'`)
    const code = await bundle([], new Map(), new Map([['shop/sell.js', ['cake']]]))
    expect(code).not.toContain('a-long-story')
    const { default: sell } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    expect(sell.cake()).toBe('sold')
    expect(() => sell.pie()).toThrow('pie is left out of this build')
  })

  test('of functions inside a module, those that are left refuse, wherever they are', async () => {
    write('node_modules/shop/index.js', 'export const sell = 1')
    write(
      'node_modules/shop/readable.js',
      `function shop() { function sell() { return 'sold' }\nfunction pie() { return 'a-long-story' }\nreturn { sell, pie } }\nexport const sell = shop()`,
    )
    const left = (name: string) => new Map([['shop/index.js', { readable: 'readable.js', functions: [name] }]])
    const code = await bundle([], new Map(), new Map(), left('pie'))
    expect(code).not.toContain('a-long-story')
    const { default: shop } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    expect(shop.sell()).toBe('sold')
    expect(() => shop.pie()).toThrow('pie is left out of this build')
    await expect(bundle([], new Map(), new Map(), left('tart'))).rejects.toThrow('It has no function tart')
  })

  test('of the methods of an object, those that are left refuse, and functions of their names stay', async () => {
    write(
      'node_modules/shop/index.js',
      `export const pie = () => 'sold'\nexport const sell = { pie() { return 'a-long-story' }, one() { return pie() } }`,
    )
    const code = await bundle([], new Map(), new Map(), new Map([['shop/index.js', { functions: ['.pie'] }]]))
    expect(code).not.toContain('a-long-story')
    const { default: shop } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    expect(shop.one()).toBe('sold')
    expect(() => shop.pie()).toThrow('.pie is left out of this build')
  })

  test('a build fails where a package has moved the module', async () => {
    write(
      'node_modules/shop/sell.js',
      `import { give } from './gifts.js'\nexport const sell = (free) => free && give()`,
    )
    write('node_modules/shop/gifts.js', 'export const give = () => 1')
    write('node_modules/shop/index.js', `export { sell } from './sell.js'`)
    await expect(bundle(['shop/give.js'])).rejects.toThrow(
      'No package has these modules, which left-out.ts names: shop/give.js',
    )
  })

  test('a build fails where a stand-in lacks what is imported', async () => {
    const standsIn = new Map([['shop/give.js', 'better-auth-telemetry.js']])
    await expect(bundle([], standsIn)).rejects.toThrow('give')
  })

  test('a module that passes on all of another is refused', async () => {
    write('node_modules/shop/give.js', `export * from './gifts.js'`)
    write('node_modules/shop/gifts.js', 'export const give = () => 1')
    await expect(bundle(['shop/give.js'])).rejects.toThrow('exports all of another')
  })
})

async function bundle(
  refused: string[],
  replaced = new Map<string, string>(),
  kept = new Map<string, string[]>(),
  functions = new Map<string, { readable?: string; functions: string[] }>(),
): Promise<string> {
  const plugins = [leaveOut(refused, replaced, kept, functions)]
  const { output } = await build({ cwd: folder, input: './index.js', write: false, plugins })
  return output[0].code
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
