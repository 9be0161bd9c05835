import { withTimeout } from '../../limits/timeout'

const AT_ONCE = 50
const ANSWER_WITHIN_MS = 5_000

/** Answers in order. */
export async function mapInGroups<Asked, Answer>(
  all: Asked[],
  ask: (one: Asked) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let at = 0; at < all.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(ask))))
  }
  return answers
}

/** Null when an object fails or takes too long. */
export async function answerOrNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await withTimeout(ANSWER_WITHIN_MS, answer)
  } catch {
    return null
  }
}
