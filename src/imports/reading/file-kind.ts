/** Files that people take for a CSV file, recognized by their first bytes. */

const SAVE_AS = 'Open it there and save it as CSV, then choose that file.'

const KINDS: [bytes: number[], sentence: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], `This is a workbook or another packed file, not CSV. ${SAVE_AS}`],
  [[0xd0, 0xcf, 0x11, 0xe0], `This is an old Excel workbook, not CSV. ${SAVE_AS}`],
  [[0x89, 0x50, 0x4e, 0x47], 'This is a picture. Choose the CSV file that your store exported.'],
  [[0xff, 0xd8, 0xff], 'This is a picture. Choose the CSV file that your store exported.'],
  [[0x47, 0x49, 0x46, 0x38], 'This is a picture. Choose the CSV file that your store exported.'],
  [[0x52, 0x49, 0x46, 0x46], 'This is a picture or a recording. Choose the CSV file that your store exported.'],
  [[0x25, 0x50, 0x44, 0x46], 'This is a PDF document. Choose the CSV file that your store exported.'],
  [[0x3c], 'This is a web page or a drawing. Choose the CSV file that your store exported.'],
  [[0x1f, 0x8b], 'This file is packed. Unpack it and choose the CSV file inside.'],
]

/** Why a file is no CSV file, for people; null where its first bytes are not known. */
export function explainOtherFile(bytes: Uint8Array): string | null {
  return KINDS.find(([first]) => first.every((byte, at) => bytes[at] === byte))?.[1] ?? null
}
