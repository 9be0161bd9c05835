import { describe, expect, test } from 'vitest'
import { listRecipes } from '../../src/web/webhook/recipes'
import { RecipePage } from '../../views/webhook/recipe-page'
import { Examples } from '../../views/webhook/recipes'

const GIVEN = { url: 'https://enrollwire.test/hooks/e', secret: null, key: null, product: { id: '1', name: 'Yoga' } }
const SHOWN = { ...GIVEN, secret: 'whsec_c2VjcmV0', key: 'key' }
const BLOCK = /<figure.*?<\/figure>/gs

describe('what a recipe offers to copy', () => {
  test('has no placeholder in it', () => {
    for (const recipe of listRecipes(GIVEN)) {
      const blocks = String(<RecipePage base="/m/x" recipe={recipe} />).match(BLOCK) ?? []
      const offered = blocks.filter((block) => block.includes('data-copy'))
      expect(
        offered.filter((block) => /PASTE_YOUR|YOUR-/.test(block)),
        recipe.id,
      ).toEqual([])
    }
    expect(String(<Examples recipes={listRecipes(GIVEN)} />)).not.toContain('data-copy')
  })

  test('is all of it while its secrets are shown', () => {
    const html = String(<Examples recipes={listRecipes(SHOWN)} />)
    expect(html.match(/data-copy/g)).toHaveLength(2)
  })
})
