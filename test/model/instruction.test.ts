import { describe, expect, test } from 'vitest'
import { readFiringJob, type SentFiringJob, toJobInstruction } from '../../src/model/firing-job'
import {
  type FiringInstruction,
  instructionOf,
  isInForce,
  nameSource,
  toStoredInstruction,
} from '../../src/model/instruction'
import { PLAIN_OPTIONS, type Rule } from '../../src/model/rule'

const RULE: Rule = {
  id: 'r1',
  marketplace: 'shop',
  name: 'Club opens Duo',
  integration: 'i1',
  integrationName: 'Academy',
  site: 'academy',
  action: 'enroll_bundle',
  trigger: 'product.purchased',
  product: '*',
  on: false,
  target: { kind: 'bundle', id: '201', name: 'Duo' },
  options: { ...PLAIN_OPTIONS, accessDays: 30 },
}
const CLICKED: FiringInstruction & { by: { kind: 'person' } } = {
  action: 'expire_bundle',
  target: RULE.target,
  options: { ...PLAIN_OPTIONS, removeAlways: true },
  integration: { id: 'i1', name: 'Academy', site: 'academy' },
  by: { kind: 'person', label: 'End access now', person: 'Grace' },
}
const ABOUT = { marketplace: 'shop', product: 'club', trigger: 'product.refunded' } as const

describe('A firing’s instruction', () => {
  test('is its rule’s words where a rule gave it', () => {
    const instruction = instructionOf({ rule: RULE })
    expect(instruction).toEqual({
      action: 'enroll_bundle',
      target: RULE.target,
      options: RULE.options,
      everyProduct: true,
      integration: { id: 'i1', name: 'Academy', site: 'academy' },
      by: { kind: 'rule', id: 'r1', name: 'Club opens Duo', on: false },
    })
    expect([isInForce(instruction), nameSource(instruction)]).toEqual([false, { id: 'r1', name: 'Club opens Duo' }])
  })

  test('of a person is read back as it was given', () => {
    const stored = JSON.parse(JSON.stringify(toStoredInstruction(CLICKED, ABOUT)))
    expect(instructionOf(stored)).toEqual(CLICKED)
    expect(isInForce(instructionOf(stored))).toBe(true)
  })

  test('of a person is read from the rule that 0.1.0 wrote in its place', () => {
    const { rule } = toStoredInstruction(CLICKED, ABOUT)
    const read = instructionOf({ rule })
    expect(read).toEqual({
      ...CLICKED,
      everyProduct: false,
      by: { kind: 'person', label: 'End access now', person: null },
    })
    expect(nameSource(read)).toEqual({ id: 'person', name: 'End access now' })
  })

  test('of a person asks the same of a site that runs 0.1.0, which reads the rule', () => {
    const stored = toStoredInstruction(CLICKED, ABOUT)
    const sent = { firing: { rule: stored.rule } } as unknown as SentFiringJob
    expect(readFiringJob(sent).instruction).toEqual(toJobInstruction(stored))
    expect(stored.rule).toMatchObject({ id: 'person', name: 'End access now', product: 'club', on: true })
  })
})
