/** Checks a property of histories under virtual time, one at a time. */
import fc from 'fast-check'

/**
 * As `fc.check` of an asynchronous property. What its time limit interrupts is over before this answers: a history that
 * went on would share the machine's time with the next one.
 */
export async function checkHistories<Case>(
  cases: fc.Arbitrary<Case>,
  holds: (one: Case) => Promise<boolean>,
  parameters: fc.Parameters<[Case]>,
): Promise<fc.RunDetails<[Case]>> {
  let last: Promise<unknown> = Promise.resolve()
  const property = fc.asyncProperty(cases, (one) => {
    const lived = holds(one)
    last = lived.catch(() => {})
    return lived
  })
  const details = await fc.check(property, parameters)
  await last
  return details
}
