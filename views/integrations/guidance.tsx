/** Settings to make in Thinkific; shown beside an integration's setup form. */
import { Card } from '../parts/card'
import { TextField } from '../parts/fields'

export function BeforeYouStart() {
  return (
    <Card title="In Thinkific, before you start" dashed>
      <ul class="prose stack-tight">
        <li>
          <strong>Plan.</strong> Thinkific gives API access on the Grow plan or higher. On a lower plan it answers as if
          the key were wrong.
        </li>
        <li>
          <strong>Welcome e-mails on</strong> for each course and bundle you sell: they bring new students their log-in.
        </li>
        <li>
          <strong>Courses private</strong>, so that customers can neither buy nor cancel inside Thinkific, past your
          rules.
        </li>
        <li>
          <strong>Don’t test with your own e-mail.</strong> Administrators see every course anyway, and Thinkific does
          not show their enrollments. Use another address.
        </li>
      </ul>
    </Card>
  )
}

export function WhereTheKeyIs() {
  return (
    <>
      Thinkific → Settings → Code &amp; analytics → API: reveal the API key. An API Access Token (same place, one tab
      on) works as well; it is shown once and stops working on its expiry date, so choose the latest and note the date.
    </>
  )
}

export function SiteField() {
  return (
    <TextField
      name="site"
      label="Site URL"
      placeholder="academy.thinkific.com"
      hint="The name before .thinkific.com, or any address of the site that has it. Thinkific shows it beside the API key, as the subdomain. With a domain of your own, it is still that name we need."
      required
      extra={{ inputmode: 'url', spellcheck: 'false', autocapitalize: 'none' }}
    />
  )
}
