/** Attributes of a search form with results that change as you type. Without a script, sending the form opens the same address. */

/** The answer holds the element it replaces. @param target its selector */
export function replaceAsTyped(address: string, target: string) {
  return asTyped(address, target, { 'hx-trigger': 'input delay:250ms, submit', 'hx-swap': 'outerMorph' })
}

/** The answer is what goes into the element; sending the form opens the page. @param target its selector */
export function fillAsTyped(address: string, target: string) {
  return asTyped(address, target, { 'hx-trigger': 'input delay:200ms', 'hx-swap': 'innerMorph' })
}

function asTyped(address: string, target: string, how: { 'hx-trigger': string; 'hx-swap': string }) {
  return { action: address, 'hx-get': address, 'hx-target': target, 'hx-sync': 'this:replace', ...how }
}
