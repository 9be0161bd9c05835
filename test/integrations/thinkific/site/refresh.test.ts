import { afterEach, describe, expect, test, vi } from 'vitest'
import { InteractiveCalls } from '../../../../src/integrations/thinkific/site/interactive-calls'
import { academy, DUO, runToEnd, STRINGS } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('A catalog’s refresh', () => {
  test('a refresh also reads what bundles hold, though the copy just written cannot be read yet', async () => {
    const shop = await academy()
    const work: Promise<unknown>[] = []
    new InteractiveCalls(shop.site).refresh(await shop.access('shop'), (one) => void work.push(one))
    await runToEnd(Promise.all(work))
    expect(shop.site.contents.all).toEqual({ [DUO.id]: ['101', '102'], [STRINGS.id]: ['102', '103'] })
  })
})
