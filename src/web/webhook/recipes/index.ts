/** Every recipe of the Webhook page, from which a build writes a template. docs/recipes.md has the same. */

import type { Recipe } from '../../../../views/webhook/recipe-page'
import { cartRecipes } from './carts'
import { codeRecipes } from './code'
import { noCodeRecipes } from './no-code'
import type { RecipeGiven } from './recipe'

export function listRecipes(given: RecipeGiven): Recipe[] {
  return [...codeRecipes(given), ...noCodeRecipes(given), ...cartRecipes(given)]
}
