/** Why a file was not taken, in a sentence for the person who chose it. */
export class UploadError extends Error {}
