import { describe, expect, test } from 'vitest'
import { readHookAddress, readPostKey } from '../../src/intake/hook-address'

const HOST = 'https://enrollwire.example.com'

describe('the address of a post', () => {
  test.each([
    ['/hooks/shop', 'shop', null],
    ['/hooks/shop/', 'shop', null],
    ['/hooks/shop?key=a/b', 'shop', null],
    ['/hooks/shop/samcart', 'shop', 'samcart'],
    ['/hooks/shop/samcart/?key=k', 'shop', 'samcart'],
    ['/hooks/sh%6Fp/s%61mcart', 'shop', 'samcart'],
    ['/hooks/%/samcart', '%', 'samcart'],
  ])('%s names its endpoint and its format', (path, endpoint, hook) => {
    expect(readHookAddress(HOST + path)).toEqual({ endpoint, hook })
  })

  test.each(['/hooks', '/hooks/', '/hooks?key=k', '/hooks//samcart', '/hooks/shop/samcart/more', '/hooksmith/shop'])(
    '%s is no endpoint’s',
    (path) => {
      expect(readHookAddress(HOST + path)).toBeNull()
    },
  )

  test('has a key if it says so, with its blanks', () => {
    expect(readPostKey(`${HOST}/hooks/shop`)).toBeNull()
    expect(readPostKey(`${HOST}/hooks/shop?other=1`)).toBeNull()
    expect(readPostKey(`${HOST}/hooks/shop?key=`)).toBe('')
    expect(readPostKey(`${HOST}/hooks/shop?a=1&key=se%20cret%0A`)).toBe('se cret\n')
  })
})
