/** A firing keeps its rule as it was matched, while that rule is on. */
import { withTimeout } from '../limits/timeout'
import { instructionOf } from '../model/instruction'
import type { Rule } from '../model/rule'
import { requeue, retryDelay } from './delivery'
import { D1_ANSWERS_MS, type DispatchPorts } from './ports'
import type { Task } from './settle'

/**
 * Switches a firing's rule off where it was switched off or deleted since. Rules that this batch just read, and that
 * are on, need no look-up: only firings that waited do. A failed look-up requeues. Never throws.
 */
export async function applyCurrentRules(tasks: Task[], current: Rule[], ports: DispatchPorts): Promise<Task[]> {
  const on = new Set(current.filter((rule) => rule.on).map(({ id }) => id))
  const unsure = new Map(
    tasks.flatMap((task) => {
      const rule = ruleThatMayEnd(task.work)
      return rule === null || on.has(rule) ? [] : [[task, rule] as const]
    }),
  )
  if (unsure.size === 0) {
    return tasks
  }
  try {
    const off = await withTimeout(D1_ANSWERS_MS, ports.rulesOff([...new Set(unsure.values())]))
    return tasks.map((task) => (off.includes(unsure.get(task) ?? '') ? switchOff(task) : task))
  } catch (error) {
    ports.log({ at: 'dispatch.rules', firings: unsure.size, error: String(error) })
    await Promise.all(
      [...unsure.keys()].map(({ delivery }) => requeue(delivery, retryDelay(delivery.message.attempts), ports)),
    )
    return tasks.filter((task) => !unsure.has(task))
  }
}

/** The rule that ends the firing once it is off. Null for what a person asked for by name, and for a grant that only begins later. */
function ruleThatMayEnd({ firing, origin, person, granted }: Task['work']): string | null {
  const { by } = instructionOf(firing)
  return by.kind === 'rule' && by.on && granted !== true && (person === null || origin === 'replay') ? by.id : null
}

function switchOff(task: Task): Task {
  const { firing } = task.work
  return { ...task, work: { ...task.work, firing: { ...firing, rule: { ...firing.rule, on: false } } } }
}
