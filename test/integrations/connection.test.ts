import { describe, expect, test } from 'vitest'
import { type StoredConnection, toConnection, toSettingsColumns } from '../../src/integrations/connection'
import { THINKIFIC } from '../../src/integrations/thinkific/kind'
import { LIBRARY } from './library/kind'

const COLUMNS = { site: 'academy', scheme: 'api_key', requestsPerMinute: 120, siteWelcome: false } as const
const SETTINGS = { site: 'academy', scheme: 'api_key', requestsPerMinute: 120, siteWelcome: false }

function row(different: Partial<StoredConnection>): StoredConnection {
  return {
    id: 'i1',
    name: 'Academy',
    marketplace: 'm1',
    kind: 'thinkific',
    sealedCredential: 'sealed',
    settings: null,
    ...COLUMNS,
    ...different,
  }
}

describe('the settings of a stored integration', () => {
  test('are those stored, as its kind’s schema takes them', () => {
    const settings = JSON.stringify({ ...SETTINGS, unheardOf: true })
    expect(toConnection(row({ settings })).settings).toEqual(SETTINGS)
  })

  test.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['what the schema refuses', '{"site":"academy","scheme":"a third"}'],
    ['what an older version has overwritten in its columns', JSON.stringify({ ...SETTINGS, requestsPerMinute: 60 })],
  ])('are read from the older columns where the row has %s', (_, settings) => {
    expect(toConnection(row({ settings })).settings).toEqual(SETTINGS)
  })

  test('go into the older columns as well, where the kind has them', () => {
    const columns = toSettingsColumns(THINKIFIC, { ...COLUMNS, requestsPerMinute: 300 }, 'i1')
    expect(columns).toEqual({
      ...COLUMNS,
      requestsPerMinute: 300,
      settings: JSON.stringify({ ...SETTINGS, requestsPerMinute: 300 }),
    })
  })

  test('of a younger kind fill what the older columns must hold, and no more is read from them', () => {
    const columns = toSettingsColumns(LIBRARY, { branch: 'north' }, 'i1')
    expect(columns).toMatchObject({ site: 'north', settings: '{"branch":"north"}' })
  })

  test('are unreadable where nothing of this version takes them', () => {
    expect(toConnection(row({ kind: 'carrier-pigeon' }))).toMatchObject({ site: 'academy', settings: null })
  })
})
