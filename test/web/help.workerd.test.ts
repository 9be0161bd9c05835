import { describe, expect, test } from 'vitest'
import { OUTCOMES } from '../../src/model/outcome'
import { TRIGGER_LABELS } from '../../src/model/trigger'
import { integrationFor, Visitor } from './setup-pages'

describe('Help', () => {
  test('explains every outcome and trigger in a sentence', async () => {
    const { text } = await new Visitor().get('/help')
    const explained = [...text.matchAll(/<div id="([^"]+)"><dt>.*?<\/dt><dd>([^<]{10,})<\/dd>/g)].map(([, id]) => id)
    expect(explained).toEqual(OUTCOMES.map((outcome) => outcome.replace(/\W+/g, '-')))
    expect(
      [
        ...Object.values(TRIGGER_LABELS),
        'Access Given',
        'Access Ended',
        'Access Failed',
        'Access Ends in N Days',
      ].filter((label) => !text.includes(`<dt>${label}</dt>`)),
    ).toEqual([])
    expect(text).toContain('<dt>Parked</dt>')
  })

  test('names a rejection as the log’s filter does', async () => {
    const ada = new Visitor()
    await integrationFor(ada)
    expect((await ada.get('/help')).text).toMatch(/<\/span>rejected by Thinkific<\/span>/)
  })

  test('is in the menu, and offers merchants no page that is closed to them', async () => {
    const ada = new Visitor()
    expect((await ada.get('/products')).text).toContain(`href="/m/${ada.marketplace}/help"`)
    expect((await ada.get('/help')).text).toContain('/webhook/activity')
    ada.role = 'merchant'
    expect((await ada.get('/help')).text).not.toContain('/webhook/activity')
  })
})
