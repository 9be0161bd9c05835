/** Our own parts out of order: a journal or a site that fails, stalls or is reset at one of its calls. */
import type { DispatchPorts } from '../../src/dispatch/ports'
import { misbehave } from '../manners'
import type { Mishap } from './mishaps'

type PartMishap = Extract<Mishap, { kind: 'part' }>

/** Each mishap meets one call, counted among the calls to its part. */
export function roughen(ports: DispatchPorts, mishaps: Mishap[]): DispatchPorts {
  const left = mishaps.filter((one): one is PartMishap => one.kind === 'part')
  const counts = new Map<string, number>()
  const roughenCalls = <Calls extends object>(calls: Calls): Calls =>
    new Proxy(calls, {
      get(target, name) {
        const call = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
        if (!left.some(({ part }) => part === name)) {
          return call
        }
        return (...args: unknown[]) => {
          const made = counts.get(String(name)) ?? 0
          counts.set(String(name), made + 1)
          const mishap = left.find(({ part, after }) => part === name && after === made)
          return mishap === undefined ? call(...args) : misbehave(mishap.manner, () => call(...args))
        }
      },
    })
  const { journal, settler, ...others } = ports
  return {
    ...roughenCalls(others),
    journal: (marketplace) => roughenCalls(journal(marketplace)),
    settler: (site) => roughenCalls(settler(site)),
  }
}
