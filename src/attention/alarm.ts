/** What needs a person, in words. Pages add the drawing and where the fix is; other channels need neither. */
export interface Alarm {
  /** `bad`: customers are not served until it is fixed. */
  tone: 'bad' | 'wait'
  title: string
  text: string
  /** The one action to take, as its button says. */
  fix: string
}
