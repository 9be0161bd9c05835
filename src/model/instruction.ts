/** What a firing is to do: in a rule's words, or in those of a person who clicked. */
import { EVERY_PRODUCT, type Rule, type RuleOptions, type Target } from './rule'
import type { Trigger } from './trigger'

export interface Instruction {
  action: string
  target: Target
  options: RuleOptions
  /** From a global rule; a product's own decides over it. */
  everyProduct?: boolean
  /** Of a person who settles a difference between ledger and site, or enrolls a customer who paid. */
  settles?: Settlement
  /** Of an undo: the firings it takes back, all of one customer. It acts on nothing else. */
  withdraws?: WithdrawnFiring[]
}

export interface WithdrawnFiring {
  /** Of the firing, or the earlier one that implies it. */
  event: string
  /** Ids of its runs. */
  runs: string[]
  product: string
  target: Target
}

/**
 * `as granted`: the site is brought to what the ledger grants, which stays as it is. `as found`: the ledger takes over what
 * the site has; `end` is epoch ms, null for none. `as sold`: the purchase gives access once more, for as long as its rule does.
 */
export type Settlement = { how: 'as granted' } | { how: 'as found'; end: number | null } | { how: 'as sold' }

/** An instruction with the integration it is for and who gave it. The purchase is the item of the firing's event. */
export interface FiringInstruction extends Instruction {
  integration: { id: string; name: string; site: string }
  by: InstructionSource
}

type InstructionSource =
  | { kind: 'rule'; id: string; name: string; on: boolean }
  /** `label`: the button's. `person`: null in what 0.1.0 wrote. */
  | { kind: 'person'; label: string; person: string | null }

/** An instruction as firings carry it. Read it with instructionOf; a person's is written with toStoredInstruction. */
export interface StoredInstruction {
  /** Missing where a rule gave it, and in firings of 0.1.0. */
  instruction?: FiringInstruction
  /** As it was when it matched. Beside a person's instruction it is only what 0.1.0 reads in its place. */
  rule: Rule
}

/** The id of the rule that stands for a person's instruction in the log, and that 0.1.0 reads. */
const BY_PERSON = 'person'

export function instructionOf({ instruction, rule }: StoredInstruction): FiringInstruction {
  if (instruction !== undefined) {
    return instruction
  }
  const { id, name, on, action, target, options, product, integration, integrationName, site } = rule
  return {
    action,
    target,
    options,
    everyProduct: product === EVERY_PRODUCT,
    integration: { id: integration, name: integrationName, site },
    by: id === BY_PERSON ? { kind: 'person', label: name, person: null } : { kind: 'rule', id, name, on },
  }
}

/** A person's instruction, and the rule that 0.1.0 reads in its place. */
export function toStoredInstruction(
  instruction: FiringInstruction & { by: { kind: 'person' } },
  { marketplace, product, trigger }: { marketplace: string; product: string; trigger: Trigger },
): Required<StoredInstruction> {
  const { action, target, options, integration, by } = instruction
  return {
    instruction,
    rule: {
      id: BY_PERSON,
      marketplace,
      name: by.label,
      integration: integration.id,
      integrationName: integration.name,
      site: integration.site,
      action,
      trigger,
      target,
      product,
      on: true,
      options,
    },
  }
}

/** As the log names it: a rule, or a person's button. */
export function nameSource({ by }: FiringInstruction): { id: string; name: string } {
  return by.kind === 'rule' ? { id: by.id, name: by.name } : { id: BY_PERSON, name: by.label }
}

/** False for a person's, whatever the rule that stands for it. */
export function isOfRule(firing: StoredInstruction, rule: string): boolean {
  const { by } = instructionOf(firing)
  return by.kind === 'rule' && by.id === rule
}

/** False where a rule gave it that is off. A person's holds whatever the rules are. */
export function isInForce({ by }: FiringInstruction): boolean {
  return by.kind === 'person' || by.on
}
