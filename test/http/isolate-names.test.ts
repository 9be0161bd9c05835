import { describe, expect, test } from 'vitest'
import { isolateNames } from '../../src/http/isolate-names'

describe('a right-to-left name', () => {
  test('is isolated from the words, numbers and names beside it', () => {
    expect(isolateNames('<p>3 of דורה, علياء · 350399</p>')).toBe(
      '<p>3 of <bdi>דורה</bdi>, <bdi>علياء</bdi> · 350399</p>',
    )
    expect(isolateNames('דורה ended.')).toBe('<bdi>דורה</bdi> ended.')
  })

  test('stays whole with its spaces, its number, its apostrophe and the digits of its script', () => {
    for (const name of ['علياء المنصوري', 'יוגה 101', 'ז&#39;אן ד&#39;ארק', 'צ&amp;ד', 'دورة ٢', 'יוגה-2 למתחילים']) {
      expect(isolateNames(`<li>Enrolled in ${name}.</li>`)).toBe(`<li>Enrolled in <bdi>${name}</bdi>.</li>`)
    }
  })

  test('of one sentence is not joined with that of the next', () => {
    expect(isolateNames('<p>Enrolled in דורה. علياء paid.</p>')).toBe(
      '<p>Enrolled in <bdi>דורה</bdi>. <bdi>علياء</bdi> paid.</p>',
    )
  })

  test('is left alone in an attribute, where only text may be, and where it is isolated already', () => {
    const html =
      '<title>דורה 2</title><input value="דורה"><option>דורה</option><textarea>דורה\n2</textarea><bdi>דורה 2, א</bdi>'
    expect(isolateNames(html)).toBe(html)
  })

  test('and no other is touched', () => {
    const html = '<!doctype html><p>José of “Ñandú” → Ελένη, 日本 &amp; 2</p>'
    expect(isolateNames(html)).toBe(html)
  })
})
