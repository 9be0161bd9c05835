/**
 * The pool gives a class of an object or of the Worker another proxy as its prototype at each construction, around the one
 * before (createProxyPrototypeClass in @cloudflare/vitest-pool-workers 0.23.0). In a runtime that many files share they
 * are thousands deep, and every property that is read goes through all of them: one is enough.
 */
const ofPool = new WeakSet<object>()

export function keepPrototypesFlat(): void {
  if (Proxy.name === keptFlat.name) {
    return
  }
  globalThis.Proxy = keptFlat(Proxy)
}

function keptFlat(Plain: ProxyConstructor): ProxyConstructor {
  return new Plain(Plain, {
    get: (of, name) => (name === 'name' ? keptFlat.name : Reflect.get(of, name)),
    construct: (_, [target, handler]: [object, ProxyHandler<object>]) => {
      if (!isOfPool(handler)) {
        return new Plain(target, handler)
      }
      if (ofPool.has(target)) {
        return target
      }
      const made = new Plain(target, handler)
      ofPool.add(made)
      return made
    },
  })
}

function isOfPool(handler: ProxyHandler<object>): boolean {
  return String(handler.get).includes('getUnknownPrototypeKey')
}
