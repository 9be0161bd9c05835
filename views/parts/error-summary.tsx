/** What to fix before a form can be saved; takes focus, and each line links to its field. */
import { Icon } from './icon'

/** Messages by field name; '' holds the form's own. */
export type Errors = Record<string, string>

/** First child of the form; renders nothing without errors. */
export function ErrorSummary({ errors }: { errors: Errors }) {
  const problems = Object.entries(errors)
  if (problems.length === 0) {
    return null
  }
  return (
    <div class="notice tone-bad" role="alert" tabindex={-1} data-focus="true">
      <Icon name="warning" />
      {problems.length === 1 && errors[''] ? (
        <strong>{errors['']}</strong>
      ) : (
        <div>
          <strong>{askToFix(problems.length)}</strong>
          <ul>
            {problems.map(([field, text]) => (
              <li>{field ? <a href={`#${field}`}>{text}</a> : text}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

export function askToFix(problems: number): string {
  return problems === 1 ? 'Fix one problem' : `Fix ${problems} problems`
}
