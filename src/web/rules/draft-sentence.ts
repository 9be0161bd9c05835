/** What is chosen of a rule so far, read aloud around the product's name. */
import * as z from 'zod'
import { PLAIN_OPTIONS, type Target } from '../../model/rule'
import { phraseRule, phraseTrigger } from '../../rules/sentence'
import type { complete, Draft } from './draft'
import { optionFields, toOptions } from './options'

const fields = z.object(optionFields).omit({ name: true })

/** With "…" for a target that is not chosen yet, and without options that cannot be read. */
export function phraseDraft(
  draft: Draft,
  product: string,
  { action, trigger }: Pick<NonNullable<ReturnType<typeof complete>>, 'action' | 'trigger'>,
  target: Target | null,
): { before: string; name: string; after: string } {
  const read = toOptions(action, fields.parse(draft), trigger)
  const options = read.ok ? read.options : PLAIN_OPTIONS
  const [before] = phraseTrigger(trigger, options.noticeDays)
  const sentence = phraseRule({ trigger, action, options }, product, target?.name ?? action.only ?? '…')
  const after = sentence.slice(before.length + product.length)
  return { before, name: product, after: after.replace(' …', '…').replace('….', '…') }
}
