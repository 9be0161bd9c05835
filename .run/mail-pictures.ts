/** What alerts look like in a mail client, light and dark: an alert the demo sends, and a digest of its week. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { toPlainText, wordMessage } from '../src/alerts/channel/words'
import { toHtml } from '../src/alerts/email/html'
import { DIGEST } from './demo/digest'
import type { Demo } from './demo/prepare'
import { OWNER } from './demo/story'
import { waitUntil } from './demo/wait-until'
import { takePicture } from './picture'
import type { Product } from './product'

/** A mail's card is 560 wide. */
const CLIENT = { viewport: { width: 640, height: 300 }, deviceScaleFactor: 1.5 }

/** @param page signed in @returns the files' names */
export async function takeMailPictures(
  browser: Browser,
  page: Page,
  { demo, product, folder }: { demo: Demo; product: Product; folder: string },
): Promise<string[]> {
  const simulator = product.simulator ?? ''
  await addChannel(page, demo)
  const mails = { 'alert-mail': await findMail(page, simulator), 'digest-mail': await mailDigest(product, demo) }
  const names: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    const client = await browser.newContext({ ...CLIENT, colorScheme, baseURL: simulator })
    for (const [name, address] of Object.entries(mails)) {
      const file = `${name}-${colorScheme}.webp`
      const mail = await client.newPage()
      await mail.goto(address)
      await takePicture(mail, join(folder, file), await mail.evaluate<number>('document.body.scrollHeight'))
      names.push(file)
    }
    await client.close()
  }
  return names
}

/** It gets what is open, at once. */
async function addChannel(page: Page, { marketplace }: Demo): Promise<void> {
  await page.goto(`/m/${marketplace}/alerts/new?kind=email`)
  await page.getByLabel('Name').fill('Operations')
  await page.getByLabel('Email').fill(OWNER.email)
  await page.getByRole('button', { name: 'Save Channel' }).click()
  await page.getByText('Operations is saved.').waitFor()
}

async function findMail(page: Page, simulator: string): Promise<string> {
  await waitUntil(async () => {
    await page.goto(`${simulator}/receiver`)
    return (await page.getByRole('link', { name: 'Open the mail' }).count()) > 0 ? '' : 'a mail'
  })
  return (await page.getByRole('link', { name: 'Open the mail' }).first().getAttribute('href')) ?? ''
}

/** Mailed as the product would: a digest comes once a week, and no picture waits for it. */
async function mailDigest({ address, simulator }: Product, { marketplace }: Demo): Promise<string> {
  const words = wordMessage(DIGEST, { id: marketplace, name: OWNER.marketplace }, address)
  const mail = { to: OWNER.email, subject: words.subject, text: toPlainText(words), html: toHtml(words) }
  const answer = await fetch(`${simulator}/receiver/mail`, { method: 'POST', body: JSON.stringify(mail) })
  return ((await answer.json()) as { at: string }).at
}
