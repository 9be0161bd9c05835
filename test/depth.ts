import { inject } from 'vitest'

/** `quick` in `npm test`, `deep` in `npm run test:deep`. */
export function sized(quick: number, deep: number): number {
  return inject('deep') ? deep : quick
}

/** The seed of a property: fixed in `npm test`, so that a red run repeats; another each time in a deep run, or `TEST_SEED`. */
export function seed(fixed: number): { seed: number } {
  return { seed: inject('seed') ?? fixed }
}
