/** Attributes of a fragment that reloads itself. It stops once the finished fragment comes back without them. */

/**
 * `url` answers with the same element. `every` rather than `load delay`: a morph that changes no attribute restarts no
 * delay, and one lost response would end the polling.
 */
export function poll(url: string, seconds: number): Record<string, string> {
  return { 'hx-get': url, 'hx-trigger': `every ${seconds}s`, 'hx-swap': 'outerMorph', 'data-calm': '' }
}
