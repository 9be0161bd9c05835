import type { Trigger } from '../../../../src/model/trigger'

export function findType(word: string): Trigger | null {
  return word === 'sold' ? 'product.purchased' : null
}
