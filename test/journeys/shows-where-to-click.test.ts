import { describe, expect, inject, test } from 'vitest'
import { useBrowser } from './browser'
import { measureDrawings } from './drawings'

const WIDTHS = [1280, 390]
const LEAST_LETTERS_PX = 11
const DRAWN = {
  webhook: ['Drawing of Apps → Webhooks → Install', 'Drawing of Apps → Webhooks → + Add New Rule'],
  'integrations/new?kind=thinkific': ['Drawing of Settings → Code & analytics → API'],
}

const { open } = useBrowser()

describe('Drawings of where to click', () => {
  test.each(WIDTHS)('are named for a screen reader, and every word stays in its box at %i px', async (width) => {
    const page = await open({ viewport: { width, height: 800 } })
    for (const [path, names] of Object.entries(DRAWN)) {
      await page.goto(`/m/${inject('demo').marketplace}/${path}`)
      const drawings = await measureDrawings(page)
      expect(drawings.map(({ name }) => name)).toEqual(names)
      for (const { name, lettersPx, astray } of drawings) {
        expect(await page.getByRole('img', { name, exact: true }).count(), name).toBe(1)
        expect(astray, name).toEqual([])
        expect(lettersPx, name).toBeGreaterThanOrEqual(LEAST_LETTERS_PX)
      }
    }
  })
})
