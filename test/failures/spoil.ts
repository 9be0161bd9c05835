/** Thinkific answering in ways its simulator has no fault for. */
import { vi } from 'vitest'
import type { Academy } from '../integrations/thinkific/academy'

/** `real`: what Thinkific would have done and answered. */
type SpoiledAnswer = (real: () => Promise<Response>) => Response | Promise<Response>

/** The next such calls are answered by `spoiled`, as many of them as given; all others as ever. */
export function spoil(
  shop: Academy,
  [method, path, body = /^/]: [method: string, path: RegExp, body?: RegExp],
  spoiled: SpoiledAnswer,
  times = 1,
): void {
  let left = times
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const real = () => shop.simulator.fetch(input as string, init)
    const { pathname } = new URL(String(input))
    const meant = init?.method === method && path.test(pathname) && body.test(String(init.body ?? ''))
    if (left === 0 || !meant) {
      return real()
    }
    left -= 1
    return spoiled(real)
  })
}

/** JSON as Thinkific sends it. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(text, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
}
