/** Which of a marketplace's products a file means: by its id, else by its name. Pure. */
import type { FoundProduct } from '../../journal/imports/import-record'

export interface KnownProduct {
  id: string
  name: string
}

/** Null where none is meant for sure. */
export function matchProduct({ key, name }: FoundProduct, products: KnownProduct[]): string | null {
  const known = products.find(({ id }) => id === key)
  if (known !== undefined) {
    return known.id
  }
  const plain = toPlain(name ?? key)
  const named = products.filter((product) => toPlain(product.name) === plain)
  return named.length === 1 ? (named[0]?.id ?? null) : null
}

function toPlain(name: string): string {
  return name.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ')
}
