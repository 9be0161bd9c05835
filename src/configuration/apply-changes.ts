/** Changes made one after another by the commands that forms use; a step that was made before is not made again. */

import { drizzle } from 'drizzle-orm/d1'
import { stampOf } from '../accounts/form-stamp'
import { changeTimeZone } from '../accounts/time-zone-commands'
import { chooseWord, dropCopies } from '../intake/chosen-words'
import { changeDelinquency } from '../intake/delinquency-commands'
import { normalizeWord } from '../intake/formats/common-words'
import { forgetWord } from '../intake/word-commands'
import { addProducts, renameProduct } from '../products/commands'
import { addNewChannel, changeOwnChannel, removeChannel } from './apply-channels'
import { changeConnected, connectNew, finishIntegration, mapField, unmapField } from './apply-integrations'
import { addNewRules, changeOwnRule, removeRule, switchOwnRule } from './apply-rules'
import { type ApplyStep, type FileApplication, type StepRefusal, toStepRefusal } from './applying'
import { isSubjectShown, type PlannedChange } from './change'
import { toComparableRule } from './comparable-rule'
import type { ConfigurationFile, FileWord } from './format'

export async function applyChanges(applying: FileApplication, changes: PlannedChange[]): ApplyStep {
  const products = changes.flatMap((one) => (one.is === 'add product' ? [one.product] : []))
  const rules = changes.flatMap((one) => (one.is === 'add rule' ? [one.rule] : []))
  for (const change of changes) {
    const isFirst = (is: PlannedChange['is']) => changes.find((one) => one.is === is) === change
    const refused = await applyChange(applying, change, {
      products: isFirst('add product') ? products : [],
      rules: isFirst('add rule') ? rules : [],
    })
    if (refused !== null) {
      return refused
    }
  }
  return null
}

/** @param all what the first of its kind adds, at once for the others */
async function applyChange(
  applying: FileApplication,
  change: PlannedChange,
  all: { products: ConfigurationFile['products']; rules: ReturnType<typeof toComparableRule>[] },
): Promise<StepRefusal | null> {
  const { env, author } = applying
  switch (change.is) {
    case 'connect':
      return connectNew(applying, change.integration)
    case 'change integration':
      return changeConnected(applying, change.integration)
    case 'map':
      return mapField(applying, change.integration, change.mapping)
    case 'unmap':
      return unmapField(applying, change)
    case 'add product':
      return toStepRefusal(await addProducts(env, author, all.products))
    case 'rename product': {
      const { id, name } = change.product
      return toStepRefusal(await renameProduct(env, author, id, name, stampOf(change.from)))
    }
    case 'add rule':
      return addNewRules(applying, all.rules)
    case 'change rule':
      return changeOwnRule(applying, change.rule)
    case 'switch rule':
      return switchOwnRule(applying, change.rule)
    case 'remove rule':
      return removeRule(applying, change.rule)
    case 'choose word': {
      const { meaning, ...word } = change.word
      await chooseWord(env, author, { ...toWordRow(word), meaning })
      return null
    }
    case 'forget word':
      return toStepRefusal(await forgetWord(env, author, toWordRow(change.word)), ['no meaning'])
    case 'change time zone':
      return toStepRefusal(await changeTimeZone(env, author, change.to, stampOf(change.from)))
    case 'change failures':
      return toStepRefusal(await changeDelinquency(env, author, change.to, stampOf(change.from)))
    case 'add channel':
      return addNewChannel(applying, change.channel)
    case 'change channel':
      return changeOwnChannel(applying, change.channel)
    case 'remove channel':
      return removeChannel(applying, change.channel)
  }
}

/** What follows from changes that an attempt made before it stopped: those of the preview that are no longer needed. */
export async function finishEarlier(
  applying: FileApplication,
  file: ConfigurationFile,
  changes: PlannedChange[],
  isRemoving: boolean,
): ApplyStep {
  const { env, author, here, madeFrom } = applying
  for (const integration of file.integrations) {
    const subject = { is: 'change integration' as const, integration, changes: [] }
    const isLeft = changes.some((one) => one.is === subject.is && one.integration.name === integration.name)
    await finishIntegration(applying, integration, !isLeft && isSubjectShown(subject, madeFrom))
  }
  for (const rule of here.rules.map(toComparableRule)) {
    const subject = { is: 'switch rule' as const, rule }
    const isLeft = changes.some((one) => one.is === subject.is && one.rule.key === rule.key)
    if (!rule.on && !isLeft && isSubjectShown(subject, madeFrom)) {
      const refused = await switchOwnRule(applying, rule)
      if (refused !== null) {
        return refused
      }
    }
  }
  if (isRemoving || file.words.length > 0 || file.delinquentAfter !== undefined) {
    await dropCopies(env, drizzle(env.DB), author.marketplace)
  }
  if (isRemoving || file.alerts.length > 0) {
    await env.JOURNAL.getByName(author.marketplace).watchAlerts(author.marketplace)
  }
  return null
}

function toWordRow({ format, word }: Pick<FileWord, 'format' | 'word'>) {
  return { format, word: normalizeWord(word), spelling: word }
}
