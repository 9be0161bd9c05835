/** Attributes of a fragment that asks for itself again. The finished fragment leaves them out, which is how it stops. */

/**
 * <div id="backlog" {...poll(url, 2)}>…</div>; the answer to `url` (a partial) is that same element.
 * `every` rather than `load delay`: a morph that changes no attribute starts nothing anew, and one lost answer ends nothing.
 */
export function poll(url: string, seconds: number): Record<string, string> {
  return { 'hx-get': url, 'hx-trigger': `every ${seconds}s`, 'hx-swap': 'outerMorph', 'data-calm': '' }
}
