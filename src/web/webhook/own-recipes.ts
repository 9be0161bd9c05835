/** The recipes with a marketplace's own address, product and, while they are shown, secrets. */
import type { Context } from 'hono'
import type { Recipe } from '../../../views/webhook/recipe-page'
import { readOwnAsset } from '../../http/own-asset'
import { listProducts } from '../../products/store'
import { publicOrigin } from '../http/address'
import type { Web } from '../http/context'
import { fillTemplate } from './recipes/template'

const EXAMPLE_PRODUCT = { id: '350399', name: 'Course Two' }

interface ShownSecrets {
  secret: string | null
  key: string | null
}

/** Null if they cannot be read. */
export async function listOwnRecipes(
  c: Context<Web>,
  endpoint: string,
  shown: ShownSecrets = { secret: null, key: null },
): Promise<Recipe[] | null> {
  const [template, [product = EXAMPLE_PRODUCT]] = await Promise.all([
    readOwnAsset(c.env, 'recipes.json'),
    listProducts(c.env.DB, c.var.member.marketplace.id),
  ])
  return template === null ? null : fillTemplate(template, { url: hookAddress(c, endpoint), ...shown, product })
}

export function hookAddress(c: Context<Web>, endpoint: string): string {
  return `${publicOrigin(c)}/hooks/${endpoint}`
}
