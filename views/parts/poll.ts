/** Attributes of a fragment that asks for itself again. The finished fragment leaves them out, which is how it stops. */

/** <div id="backlog" {...poll(url, 2)}>…</div>; the answer to `url` (a partial) is that same element. Seconds. */
export function poll(url: string, seconds: number): Record<string, string> {
  return { 'hx-get': url, 'hx-trigger': `load delay:${seconds}s`, 'hx-swap': 'outerMorph', class: 'calm' }
}
