/** Recipes as a build writes them: with tokens, which a page replaces by what only it knows. */
import type { Recipe } from '../../../../views/webhook/recipe-page'
import { keyOf, type RecipeGiven, secretOf } from './recipe'

/** The product's have quotes, so that each way to write a text writes them differently. */
export const TOKENS = {
  url: '<url>',
  secret: '<secret>',
  key: '<key>',
  product: { id: `<"product'id>`, name: `<"product'name>` },
} satisfies RecipeGiven

/** Code has these brackets too, around what is no token. */
const TOKEN = /<[^<>]*>|%3C.*?%3E/g

/** How recipes write a product's id and name. */
const WAYS: ((text: string) => string)[] = [
  (text) => text,
  encodeField,
  quote,
  (text) => quote(quote(text)),
  (text) => quote(text).replaceAll("'", `'\\''`),
]

/** @param template the recipes of TOKENS, as JSON */
export function fillTemplate(template: string, given: RecipeGiven): Recipe[] {
  const values = new Map([
    [TOKENS.url, given.url],
    [TOKENS.secret, secretOf(given)],
    [TOKENS.key, keyOf(given)],
    ...WAYS.flatMap((way): [string, string][] => [
      [way(TOKENS.product.id), way(given.product.id)],
      [way(TOKENS.product.name), way(given.product.name)],
    ]),
  ])
  const fill = (text: string) => text.replaceAll(TOKEN, (token) => values.get(token) ?? token)
  return JSON.parse(template, (_, value) => (typeof value === 'string' ? fill(value) : value))
}

function quote(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** As in a form's body. */
function encodeField(text: string): string {
  return String(new URLSearchParams([['', text]])).slice(1)
}
