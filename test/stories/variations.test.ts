/** Variations of the stories: two customers at once, a bundle in place of a course, a sender of triggers, and backward. */
import { describe, expect, test } from 'vitest'
import { inOrder, withRepeat } from '../model/reference/arrivals'
import { compare } from '../model/reference/comparison'
import { problemsOf } from '../model/reference/describe-history'
import { at, describeVerdict, type Line, reportsOf, type Script, worldOf } from '../model/reference/script'
import type { AccessTarget, Report, World } from '../model/reference/terms'
import { STORIES } from '.'

const FAIR = { switches: {}, mishaps: [], luck: 1 }
const stories = Object.entries(STORIES)
const ofCourses = stories.filter(([, { bundles }]) => bundles === undefined)

/** Ends as the reference says, which says what the story itself does. */
async function expectEnding(script: Script, right: string[], change = (reports: Report[]) => reports): Promise<void> {
  const world = worldOf(script)
  const reports = change(reportsOf(script).map((one) => ({ ...one, arrived: one.arrived + 1_000 })))
  const now = at(script.on ?? Math.max(...script.events.map(([, day]) => day)) + 0.1)
  expect(describeVerdict(reports, world, now).access).toEqual(right)
  const [posted, site] = atThinkific(reports, world)
  expect(problemsOf(await compare(posted, site, FAIR))).toEqual([])
}

/** With emails for names, and numbers for bundles. */
function atThinkific(reports: Report[], world: World): [Report[], World] {
  const numbered = (target: AccessTarget) => ({ ...target, id: target.id.replace('b', '20') })
  const bundles = Object.entries(world.bundles).map(([id, over]) => [
    id.replace('b', '20'),
    over.map((one, index) => (index === 0 ? { ...one, from: 0 } : one)),
  ])
  return [
    reports.map((one) => ({ ...one, email: `${one.email}@example.com` })),
    {
      ...world,
      rules: world.rules.map((rule) => ({ ...rule, target: numbered(rule.target) })),
      bundles: Object.fromEntries(bundles),
    },
  ]
}

describe('Of two customers at once', () => {
  test.each(stories)('%s', async (_, script) => {
    const again = ([word, day, details = {}]: Line): Line => {
      const { o, s, email = 'ada' } = details
      const other = { email: `${email}-too`, ...(o && { o: `${o}0` }), ...(s && { s: s === '0' ? s : `${s}0` }) }
      return [word, day, { ...details, ...other }]
    }
    const events = script.events.flatMap((line) => [line, again(line)])
    const right = script.right.flatMap((line) => [line, line.replace(/^\S+/, '$&-too')])
    await expectEnding({ ...script, events }, right.sort())
  })
})

describe('Of a bundle in place of a course', () => {
  test.each(ofCourses)('%s', async (_, script) => {
    const rules = script.rules.map((rule) => ({ ...rule, target: { kind: 'bundle' as const, id: 'b1' } }))
    const right = script.right.flatMap((line) => [line, line.replace('101', '105')])
    await expectEnding({ ...script, rules, bundles: { b1: [[-9, '101', '105']] } }, right.sort())
  })
})

describe('By a sender of triggers', () => {
  /** A number of failures is no trigger. */
  const counted = (script: Script) => script.events.some(([, , details]) => (details?.attempts ?? 0) >= 4)

  test.each(stories.filter(([, script]) => !counted(script)))('%s', async (_, script) => {
    await expectEnding({ ...script, dialect: 'triggers' }, script.right)
  })
})

describe('Arriving backward, the first once more', () => {
  const ordered = stories.filter(([, { bundles, dialect }]) => bundles === undefined && dialect !== 'triggers')

  test.each(ordered)('%s', async (_, script) => {
    const backward = [...script.events.keys()].reverse()
    await expectEnding(script, script.right, (reports) => withRepeat(inOrder(reports, backward), 0, true))
  })
})
