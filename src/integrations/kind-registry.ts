import type { Action, Actions } from '../model/action'
import type { IntegrationKind, TargetKind } from './kind'

export class KindRegistry implements Actions {
  readonly #kinds = new Map<string, IntegrationKind>()
  readonly #actions = new Map<string, Action>()
  readonly #targets = new Map<string, { target: TargetKind; kind: IntegrationKind }>()
  #titles: Intl.ListFormat | null = null

  /** Throws where a kind, an action or a kind of target has the id of another: rules store nothing else. */
  add<Settings extends object>(kind: IntegrationKind<Settings>): this {
    const ids = [kind.id, ...kind.actions.map(({ id }) => id), ...kind.targets.map(({ id }) => id)]
    const taken = ids.find((id) => this.#kinds.has(id) || this.#actions.has(id) || this.#targets.has(id))
    if (taken !== undefined) {
      throw new Error(`two kinds of integration use the id ${taken}`)
    }
    const added = kind as unknown as IntegrationKind
    this.#kinds.set(kind.id, added)
    for (const action of kind.actions) {
      this.#actions.set(action.id, action)
    }
    for (const target of kind.targets) {
      this.#targets.set(target.id, { target, kind: added })
    }
    return this
  }

  get all(): IntegrationKind[] {
    return [...this.#kinds.values()]
  }

  get actions(): Action[] {
    return [...this.#actions.values()]
  }

  /** The titles of these integrations' kinds in a phrase, or of the kind to begin with where there are none: "Thinkific". */
  nameKinds(of: readonly { kind: string }[]): string {
    const own = this.all.filter(({ id }) => of.some(({ kind }) => kind === id))
    // Made once it is needed: a new isolate would load a language's data before it answers its first event.
    this.#titles ??= new Intl.ListFormat('en', { type: 'disjunction' })
    return this.#titles.format((own.length > 0 ? own : this.all.slice(0, 1)).map(({ title }) => title))
  }

  find(id: string): IntegrationKind | null {
    return this.#kinds.get(id) ?? null
  }

  /** Throws for a kind that this version does not have. */
  get(id: string): IntegrationKind {
    const kind = this.#kinds.get(id)
    if (kind === undefined) {
      throw new Error(`there is no kind of integration ${id}`)
    }
    return kind
  }

  findByAction(id: string): IntegrationKind | null {
    return this.all.find(({ actions }) => actions.some((action) => action.id === id)) ?? null
  }

  findTarget(id: string): { target: TargetKind; kind: IntegrationKind } | null {
    return this.#targets.get(id) ?? null
  }

  action(id: string): Action {
    return this.#actions.get(id) ?? unknownAction(id)
  }

  actionFor(target: string, effect: Action['effect']): Action | null {
    return this.actions.find((action) => action.target === target && action.effect === effect) ?? null
  }
}

function unknownAction(id: string): Action {
  return { id, label: id, effect: 'none', target: '', categories: [], phrase: () => [`do “${id}” with `, ''] }
}
