/** Pictures of pages, as WebP: about half the bytes of a PNG. */
import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** Letters stay sharp. */
const QUALITY = 0.9

/** The page from its top, `height` of it. */
export async function takePicture(page: Page, file: string, height: number): Promise<void> {
  const width = page.viewportSize()?.width ?? 0
  const png = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height } })
  const owner = await page.context().newPage()
  const webp = await owner.evaluate<string>(`fetch('data:image/png;base64,${png.toString('base64')}')
    .then((answer) => answer.blob())
    .then(createImageBitmap)
    .then((image) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      canvas.getContext('2d').drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', ${QUALITY})
    })`)
  await owner.close()
  writeFileSync(file, Buffer.from(webp.slice(webp.indexOf(',') + 1), 'base64'))
}
