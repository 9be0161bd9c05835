import { addChannel, deleteChannel } from '../alerts/commands'
import { changeChannel } from '../alerts/settings-commands'
import { type Channel, stampChannel } from '../alerts/store'
import { type ApplyStep, type FileApplication, idOfNew, refuseAnswer, refuseChanged, toStepRefusal } from './applying'
import { toChannelSettings } from './compare-channels'
import type { FileChannel } from './format'
import { nameKey } from './names'
import { channelQuestionName } from './question'

export async function addNewChannel(
  { env, author, answers, form, origin, secrets }: FileApplication,
  channel: FileChannel,
): ApplyStep {
  const { name, kind } = channel
  const question = channelQuestionName(name)
  const added = await addChannel(env, author, {
    ...toChannelSettings(channel),
    id: idOfNew({ form }, 'alerts', name),
    kind,
    address: answers[question] ?? '',
    origin,
  })
  if (!added.ok) {
    return added.reason === 'address refused' || added.reason === 'too many'
      ? refuseAnswer(question, added.sentence)
      : toStepRefusal(added)
  }
  if (added.secret !== null) {
    const hint = 'Give this to the receiver, which uses it to verify the signature of each alert (Standard Webhooks).'
    secrets.push({ of: name, title: 'Signing secret', hint, secret: added.secret })
  }
  return null
}

export async function changeOwnChannel(
  { env, author, here, origin }: FileApplication,
  channel: FileChannel,
): ApplyStep {
  const own = findOwn(here.channels, channel)
  if (own === undefined) {
    return refuseChanged()
  }
  const settings = { ...toChannelSettings(channel), address: '', origin: own.origin || origin }
  return toStepRefusal(await changeChannel(env, author, own.id, { ...settings, madeFrom: stampChannel(own) }))
}

export async function removeChannel({ env, author, here }: FileApplication, channel: FileChannel): ApplyStep {
  const own = findOwn(here.channels, channel)
  return own === undefined ? null : toStepRefusal(await deleteChannel(env, author, own.id), ['gone'])
}

function findOwn(channels: Channel[], { name }: FileChannel): Channel | undefined {
  return channels.find((one) => nameKey(one.name) === nameKey(name))
}
