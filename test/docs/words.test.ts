import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OUTCOMES } from '../../src/model/outcome'
import { DOCUMENTS, read } from './documents'

const MERCHANT = read('docs/merchant.md')
/** Where words in bold are on the screen. */
const MERCHANTS = ['merchant', 'access', 'imports', 'alerts', 'team', 'configuration', 'receivers'].map((name) =>
  read(`docs/${name}.md`),
)
/** Everything a page is made of, on one line, so that words broken over two are found. */
const SCREENS = listSources('views', 'src/web', 'src/rules', 'src/integrations')
  .map(({ text }) => text)
  .join('\n')
  .replaceAll('’', "'")
  .replace(/\s+/g, ' ')

describe('The words', () => {
  test('the merchant reads the very words that are on the screen', () => {
    const bold = [...MERCHANTS.join('\n').matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) =>
      words.replace(/\s+/g, ' '),
    )
    expect(bold.length).toBeGreaterThan(60)
    expect(bold.filter((words) => words !== 'bold' && !SCREENS.includes(words))).toEqual([])
  })

  test('“Why wasn’t she enrolled?” names outcomes as the log does', () => {
    const rows = [...MERCHANT.matchAll(/^\| `([^`]+)`/gm)].map(([, outcome]) => outcome)
    expect(rows.length).toBeGreaterThan(8)
    expect(rows.filter((outcome) => !(OUTCOMES as readonly (string | undefined)[]).includes(outcome))).toEqual([])
  })

  /** Words that hide who does what. Screens are exempt: there, `nobody` is plain English. */
  const VAGUE =
    /\b(nobody|somebody|whoever|whomever|told|tells|heard|anew|mend(s|ed)?|so often|by itself|aims? at|goes by)\b/i

  test('comments say who does what', () => {
    const comments = listSources('src', 'views', '.run', 'test').flatMap(({ path, text }) =>
      [...text.matchAll(/^ *(?:\/\*\*|\*|\/\/) (.*)$/gm)].map(([, comment = '']) => `${path}: ${comment}`),
    )
    expect(comments.length).toBeGreaterThan(2_000)
    expect(comments.filter((comment) => VAGUE.test(withoutCode(comment)))).toEqual([])
  })

  test('titles of tests say who does what, without a number in front', () => {
    const titles = listSources('test').flatMap(({ path, text }) =>
      [...text.matchAll(/^ *(?:(?:test|describe)[\w.]*|[\])}].*\))\((['"`])(.+?)\1,/gm)].map(
        ([, , title = '']) => `${path}: ${title}`,
      ),
    )
    expect(titles.length).toBeGreaterThan(2_000)
    expect(titles.filter((title) => VAGUE.test(title) || /: (row|story) \d/.test(title))).toEqual([])
  })

  test('documents say who does what', () => {
    const lines = DOCUMENTS.flatMap((path) =>
      read(path)
        .split('\n')
        .map((line) => `${path}: ${line}`),
    )
    expect(lines.filter((line) => VAGUE.test(withoutCode(line)))).toEqual([])
  })

  /** Habits that read as translated, on screens and in the log's sentences. `nobody` stays: there, it is how people talk. */
  const TRANSLATED =
    /\b(somebody|whoever|whomever|told|tells|heard|anew|mend(s|ed)?|so often|by (itself|themselves)|aims? at|goes by|nothing more is done|comes? to|known to|so long|in vain)\b/i

  test('screens and sentences of the log are worded as a colleague would', () => {
    const sentences = listSources('views', 'src').flatMap(({ path, text }) =>
      [...text.matchAll(/(['"`])((?:(?!\1)[^\n])+)\1|^ *([A-Z“][^{}<>=;]+)$/gm)]
        .map(([, , quoted, plain = '']) => quoted ?? plain)
        .filter((words) => words.split(' ').length > 2 && /^[A-Z“]/.test(words))
        .map((words) => `${path}: ${words}`),
    )
    expect(sentences.length).toBeGreaterThan(900)
    expect(sentences.filter((words) => TRANSLATED.test(words))).toEqual([])
  })

  /** What no colleague would say, on screens, in sentences of the log and in documents, with what they would say. */
  const HABITS: [habit: RegExp, better: string][] = [
    [/\bmade-up\b/i, 'invented, example'],
    [/\b(gives?|gave) no access\b/i, 'the ending itself: refunded on May 3'],
    [/\b(set|use) (our|their|your) day\b/i, 'date'],
    [/\buntil another day\b/i, 'on a different date'],
    [/\bnothing gives\b/i, 'no purchase explains it'],
    [/^end the (grant|access)$/i, 'end access'],
    [/\bas far as (is|we|it is) known?\b/i, 'what was not asked'],
    [/\bof request\b/i, 'Request 1'],
    [/\breported this$/i, 'Event received'],
    [/\bthings? to fix\b/i, 'Fix one problem'],
    [/\bwork under way\b/i, 'Background work'],
    [/\bunder way:/i, 'In progress.'],
    [/\b(takes?|took) this back\b|\bthis takes back\b/i, 'Undo what it did'],
    [/\ba[n]? \w+ (more|further) an? \w+/i, 'adds a row to every event'],
    [/\b\d+ \w+ a (more|further) \w+/i, '490 bytes for each further purchase'],
    [/\b(is|are) (led|thrown|taken) (to|out|in)\b/i, 'pointed at, evicted, added'],
    [/\bcomes? in pages\b/i, 'is paginated'],
    [/\blooked at first\b/i, 'checked first'],
    [/\b(others|sites|receivers) go on\b/i, 'aren’t held up'],
    [/\b\w+ more of (a|the) kind\b/i, 'more of these'],
    [/\breaches \d+ days back\b|\bforty|\bin vain\b/i, 'goes back 90 days'],
  ]
  /** `grant` is the ledger's word, and engineers'. No merchant's glossary has it. */
  const GRANT = /\bgrants?\b/i

  test('habits that read as translated are on no screen, in no sentence and in no document', () => {
    const words = listSources('views', 'src').flatMap(({ path, text }) =>
      listWords(text).map((said) => ({ path, said: said.replaceAll('’', "'") })),
    )
    const lines = DOCUMENTS.flatMap((path) =>
      read(path)
        .split('\n')
        .map((line) => ({ path, said: withoutCode(line) })),
    )
    expect(words.length).toBeGreaterThan(3_000)
    const found = [...words, ...lines].flatMap(({ path, said }) =>
      HABITS.filter(([habit]) => habit.test(said)).map(([, better]) => `${path}: ${said} (better: ${better})`),
    )
    expect(found).toEqual([])
  })

  test('no screen of a merchant speaks of grants', () => {
    const words = listSources('views', 'src/web').flatMap(({ path, text }) =>
      listWords(text).map((said) => `${path}: ${said}`),
    )
    // As a verb it is plain English: a rule's option since the first release.
    const stays =
      /End access even if another purchase still grants it|access ends even if another purchase still grants/
    expect(words.filter((said) => GRANT.test(said) && !stays.test(said))).toEqual([])
  })

  /** Sentences once on a screen, in the log or in a document that did not read as English. Quotes count as straight ones. */
  const REPLACED = [
    'One thing to mend',
    'This email and this password do not belong together',
    'is sold but opens nothing',
    'Who buys it is enrolled nowhere',
    'aims at it, so it can do nothing',
    'Bought, but nothing opens',
    'no rule opens anything for it',
    'Yours to choose; events with another name leave it as it is',
    'Recommended and missing',
    'Add rule',
    'The rule is on.',
    'Its trigger never arrived',
    'and what would come of it',
    'What was told',
    'Your store told us',
    'Replayed against the rules of that day',
    'did not have to be asked',
    'agreed (',
    'was out of order',
    'not reachable behind its own gateway',
    'What came after it never reached us',
    'what is older has left the log',
    'Older ones make room for new ones',
    'will run again, as the rules were then',
    'That does not apply any more',
    'rule listens for',
    ', which decides',
    'behind with a payment',
    'It waits for its turn',
    'It is tried again by itself',
    'With a domain of your own',
    'past your rules',
    '120 for every plan but Plus',
    'until the new one is whole',
    'What is refused is not kept',
    'nobody can read back',
    'This is one of the passwords tried first',
    'waits since',
    'is made to agree',
    "The data's way",
    'makes what is missing on your Cloudflare account',
    "It needs the copy's address",
    'Settings belong into',
    '**Go back** to the version before',
    'Backlog without calls and without a hold',
    'turns its key away',
    'revoked since are back',
    'What stops one marketplace',
    'turn and turn about',
    'whom nobody else can help',
    ' any more',
    'again and again',
    'deleted meanwhile',
    'invited as merchant',
  ]

  test('replaced sentences do not come back', () => {
    const sources = listSources('src', 'views')
    const documents = DOCUMENTS.map((path) => ({ path, text: read(path) }))
    expect(sources.length).toBeGreaterThan(600)
    const found = [...sources, ...documents].flatMap(({ path, text }) => {
      const plain = text.replaceAll('’', "'").replace(/\s+(?:\* |\/\/ )?/g, ' ')
      return REPLACED.filter((words) => plain.includes(words)).map((words) => `${path}: ${words}`)
    })
    expect(found).toEqual([])
  })
})

describe('Guides stay short enough to be read', () => {
  /** As `wc -w` counts them. What a guide cannot hold gets a page of its own, by the reader's task. */
  const MOST_WORDS = {
    'README.md': 961,
    'docs/merchant.md': 775,
    'docs/operator.md': 1_650,
    'docs/engineer.md': 1_297,
    'docs/limits.md': 932,
    'docs/bench.md': 2_513,
    'docs/failures.md': 2_287,
  }

  test.each(Object.entries(MOST_WORDS))('%s has at most %i words', (path, most) => {
    expect(read(path).trim().split(/\s+/).length).toBeLessThanOrEqual(most)
  })
})

/** Text of several words in quotes, and lines of JSX text. */
function listWords(text: string): string[] {
  return [...text.matchAll(/(['"`])((?:(?!\1)[^\n])+)\1|^ *([A-Za-z“][^{}<>=;()\n]+)$|>([^<>{}=;\n]+)</gm)]
    .map(([, , quoted, plain, inside]) => quoted ?? plain ?? inside ?? '')
    .filter((words) => words.trim().includes(' '))
}

function withoutCode(text: string): string {
  return text.replaceAll(/`[^`]*`/g, '')
}

function listSources(...folders: string[]): { path: string; text: string }[] {
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}
