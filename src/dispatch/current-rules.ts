/** A firing keeps its rule as it was matched, while that rule is on. */
import { withTimeout } from '../limits/timeout'
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
  const isUnsure = ({ work }: Task) => mayEnd(work) && !on.has(work.firing.rule.id)
  const unsure = tasks.filter(isUnsure)
  if (unsure.length === 0) {
    return tasks
  }
  try {
    const ids = [...new Set(unsure.map(({ work }) => work.firing.rule.id))]
    const off = await withTimeout(D1_ANSWERS_MS, ports.rulesOff(ids))
    return tasks.map((task) => (isUnsure(task) && off.includes(task.work.firing.rule.id) ? switchOff(task) : task))
  } catch (error) {
    ports.log({ at: 'dispatch.rules', firings: unsure.length, error: String(error) })
    await Promise.all(unsure.map(({ delivery }) => requeue(delivery, retryDelay(delivery.message.attempts), ports)))
    return tasks.filter((task) => !isUnsure(task))
  }
}

/** Except what a person asked for by name, and a grant whose access only begins later. */
function mayEnd({ firing, origin, person, granted }: Task['work']): boolean {
  return firing.rule.on && granted !== true && (person === null || origin === 'replay')
}

function switchOff(task: Task): Task {
  const { firing } = task.work
  return { ...task, work: { ...task.work, firing: { ...firing, rule: { ...firing.rule, on: false } } } }
}
