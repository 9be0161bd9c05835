/** The steps of `npm run restore`. Each is noted before it is taken, so that the same command goes on after any failure. */
import { randomUUID } from 'node:crypto'
import type { RestoreAnswer } from '../src/recovery/restoration'
import { DeployError } from './wrangler'

/** One marketplace's journal, or one site. */
export type Restored = { marketplace: string } | { kind: string; site: string }

export interface RestoreNote {
  id: string
  /** Epoch ms, or the bookmark of a way back. */
  to: number | string
  /** `asked`: the object may have been restored. `ended`: it was, or the restore was given up. */
  step: 'marking' | 'asked' | 'ended'
  /** The way back; null before the object named it. */
  undo: string | null
}

export interface RestoreTools {
  /** Posts to the Worker's door. Throws if no answer came, and DeployError if the door refuses. */
  door: (body: object) => Promise<RestoreAnswer>
  print: (line: string) => void
  readNote: () => RestoreNote | null
  writeNote: (note: RestoreNote) => void
  wait: () => Promise<void>
}

/** Of `wait` each, until the object must have started again. */
const MOST_LOOKS = 15

/** Throws DeployError; what it says goes on by the same command. */
export async function restoreObject(tools: RestoreTools, what: Restored, to: number | string): Promise<void> {
  const note = beginNote(tools, to)
  if (note.step === 'asked' && (await ask(tools, { ...what, do: 'look' })).mark?.id !== note.id) {
    return finish(tools, what, note)
  }
  const asked = note.step === 'asked' ? note : await mark(tools, what, note)
  await restore(tools, what, asked)
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await tools.wait()
    if (await isRestored(tools, what, note.id)) {
      return finish(tools, what, asked)
    }
  }
  throw new DeployError('The object has not started again yet. Run the same command once more in a minute.')
}

/** Gives up a restore that was begun, on this machine or another. Throws DeployError. */
export async function cancelRestore(tools: RestoreTools, what: Restored): Promise<void> {
  const { mark } = await ask(tools, { ...what, do: 'look' })
  const note = tools.readNote()
  if (mark !== null) {
    await ask(tools, { ...what, do: 'cancel', id: mark.id })
    tools.print('Canceled: nothing was restored, and another restore may begin.')
  } else if (note?.step === 'asked') {
    tools.print(`It has happened already. The way back: --to ${note.undo}`)
  } else {
    tools.print('No restore is under way here.')
  }
  if (note !== null) {
    tools.writeNote({ ...note, step: 'ended' })
  }
}

function beginNote(tools: RestoreTools, to: number | string): RestoreNote {
  const before = tools.readNote()
  if (before !== null && before.step !== 'ended') {
    if (before.to !== to) {
      const moment = typeof before.to === 'number' ? new Date(before.to).toISOString() : before.to
      throw new DeployError(
        `A restore to ${moment} was begun and has not ended. Run it again with --to ${moment} first, or give it up with --cancel.`,
      )
    }
    tools.print('Going on with the restore that was begun.')
    return before
  }
  const note: RestoreNote = { id: randomUUID(), to, step: 'marking', undo: null }
  tools.writeNote(note)
  return note
}

async function mark(tools: RestoreTools, what: Restored, note: RestoreNote): Promise<RestoreNote> {
  const answer = await ask(tools, { ...what, do: 'mark', id: note.id, to: note.to })
  refuse(tools, note, answer)
  const asked: RestoreNote = { ...note, step: 'asked', undo: answer.mark?.undo ?? null }
  tools.print(`The way back from this restore: --to ${asked.undo}`)
  tools.writeNote(asked)
  return asked
}

async function restore(tools: RestoreTools, what: Restored, note: RestoreNote): Promise<void> {
  // If the answer is lost, the next look shows whether it happened.
  const answer = await tools.door({ ...what, do: 'restore', id: note.id }).catch(throwRefusal)
  if (answer !== null) {
    refuse(tools, note, answer)
  }
}

/** A refused restore is over, so that another moment can be chosen. */
function refuse(tools: RestoreTools, note: RestoreNote, { refusal }: RestoreAnswer): void {
  if (refusal !== undefined) {
    tools.writeNote({ ...note, step: 'ended' })
    throw new DeployError(refusal)
  }
}

async function ask(tools: RestoreTools, body: object): Promise<RestoreAnswer> {
  try {
    return await tools.door(body)
  } catch (error) {
    throwRefusal(error)
    const reason = error instanceof Error ? error.message : error
    throw new DeployError(`No answer came (${reason}). Run the same command again: it goes on from here.`)
  }
}

function throwRefusal(error: unknown): null {
  if (error instanceof DeployError) {
    throw error
  }
  return null
}

/** The restored state does not have the mark. While the object starts again, no answer comes. */
async function isRestored(tools: RestoreTools, what: Restored, id: string): Promise<boolean> {
  const found = await tools.door({ ...what, do: 'look' }).catch(() => null)
  return found !== null && found.mark?.id !== id
}

async function finish(tools: RestoreTools, what: Restored, note: RestoreNote): Promise<void> {
  const { reconciling = 0 } = await ask(tools, { ...what, do: 'reconcile' })
  tools.writeNote({ ...note, step: 'ended' })
  tools.print(`Restored. To undo it within 30 days: --to ${note.undo}`)
  tools.print(
    'marketplace' in what
      ? 'What arrived since that moment is no longer in this journal: have the sender post it again (repeats change nothing at Thinkific), then look at Overview and Logs.'
      : 'Thinkific itself is as it was. What was sold or refunded since that moment is found by reconciling.',
  )
  if (reconciling > 0) {
    tools.print(
      `${reconciling === 1 ? 'One integration is' : `${reconciling} integrations are`} being reconciled with Thinkific: Integrations shows the differences as they are found.`,
    )
  }
}
