import { describe, expect, test } from 'vitest'
import { KINDS } from '../../src/integrations'
import { KindRegistry } from '../../src/integrations/kind-registry'
import { THINKIFIC } from '../../src/integrations/thinkific/kind'
import { LIBRARY } from './library/kind'

describe('the kinds of integration', () => {
  test('begin with Thinkific, and keep the spellings that rules and logs have stored', () => {
    expect(KINDS.all[0]?.id).toBe('thinkific')
    expect(KINDS.actions.slice(0, 4).map(({ id, target, effect }) => [id, target, effect])).toEqual([
      ['create_course', 'course', 'opens'],
      ['expire_course', 'course', 'ends'],
      ['create_bundle', 'bundle', 'opens'],
      ['expire_bundle', 'bundle', 'ends'],
    ])
  })

  test('are distinct in what rules store: no two share the id of a kind, an action or a kind of target', () => {
    const both = new KindRegistry().add(THINKIFIC).add(LIBRARY)
    expect(both.findByAction('lend_book')?.id).toBe('library')
    expect(both.findTarget('book')?.kind.id).toBe('library')
    expect(both.actionFor('bundle', 'ends')?.id).toBe('expire_bundle')
    for (const again of [
      { ...LIBRARY, id: 'thinkific', actions: [], targets: [] },
      { ...LIBRARY, id: 'other', targets: [] },
      { ...LIBRARY, id: 'other', actions: [] },
    ]) {
      expect(() => both.add(again)).toThrow('two kinds of integration use the id')
    }
  })

  test('leave an action of a newer version its id, and no effect', () => {
    expect(KINDS.action('send_postcard')).toMatchObject({ label: 'send_postcard', effect: 'none' })
    expect(KINDS.findByAction('send_postcard')).toBeNull()
  })
})
