/** Today's code started on what each release left behind. Every later change is proved on this. */
import { describe, expect, test } from 'vitest'
import { accounts } from './proofs/accounts'
import { database } from './proofs/database'
import { ledger } from './proofs/ledger'
import { pages } from './proofs/pages'
import { queue } from './proofs/queue'
import { settings } from './proofs/settings'
import { waiting } from './proofs/waiting'
import { RELEASES } from './release'

describe('A release', () => {
  test('0.1.0 and 0.2.0 are there', () => {
    expect(RELEASES.map(([version]) => version)).toEqual(expect.arrayContaining(['0.1.0', '0.2.0']))
  })
})

describe.each(RELEASES)('what %s left behind', (_, captured) => {
  describe('its pages', () => pages(captured))
  describe('what waited', () => waiting(captured))
  describe('what lay in the queue', () => queue(captured))
  describe('what the ledger knew', () => ledger(captured))
  describe('its people and secrets', () => accounts(captured))
  describe('its integrations’ settings', () => settings(captured))
  describe('its database', () => database(captured))
})
