/** The last event's entry in each story, run through the whole Worker; dates are `the day`. */
export const ENTRIES: Record<string, string> = {
  'an installment plan is paid off, then its subscription ends':
    'kept: Although Gold (order D1) was canceled, access to the course is kept: paid in full on the day.',
  'locked out while the card failed; a retry is paid':
    'enrolled: Access to the course is open again because Gold (subscription S) was charged.',
  'locked out once the card failed for the fourth time':
    'expired: Access to the course ended because Gold (subscription S) became delinquent after failed payments.',
  'the newest of several payments is refunded':
    'expired: Access to the course ended because Gold (order D101) was refunded.',
  'one of several payments refunded, the subscription goes on':
    'enrolled: Access to the course is open again because Gold (order D102) was charged.',
  'plan switched under one subscription, then canceled':
    'expired: Access to the course ended because Gold (order F100) was canceled. The event named Silver, to which the subscription had moved from Gold: what ends the new plan ends the old one, too.',
  'a course taken out of a bundle; the member cancels':
    'expired: Access to the bundle ended because Gold (order 1) was canceled.',
  'a course taken out of a bundle stays with its members': 'no rule: No rule handles subscription payments for Gold.',
  'a course she bought alone joins the bundle; the bundle ends':
    'expired: Access to the bundle ended because Gold (order 1) was canceled.',
  'typo in the email; the order comes again, corrected':
    'enrolled: Enrolled in the course because Gold (order 321) was purchased. Another customer also bought under order 321; if both are one person, use Correct email.',
  'two orders, one refund that names neither':
    'kept: Although Gold (order G22) was refunded, access to the course is kept by Gold (order G21).',
  'two orders, two refunds that name neither':
    'expired: Access to the course ended because Gold (order G21) was refunded.',
  'a chargeback revokes': 'expired: Access to the course ended because Gold (order 1) was disputed (a chargeback).',
  'a dispute won restores':
    'enrolled: Access to the course is open again because Gold (order 1) was paid after all: the dispute was won.',
  'cancellation undone by a charge before the period ends':
    'renewed: Access to the course now lasts until the day because Gold (order 1) was charged.',
  'renewal hours after the period ended, on the same day: no gap':
    'renewed: Access to the course now lasts until the day because Gold (order 1) was charged.',
  'strangers share a placeholder id; the second cancels':
    'expired: Access to the course ended because Gold (order 2) was canceled.',
  'the plan’s id sent as the subscription’s: each their own purchase':
    'expired: Access to the course ended because Gold (subscription plan_monthly) was canceled.',
  'early renewal keeps what was left':
    'renewed: Access to the course now lasts until the day because Gold (order 2) was purchased.',
  'the trial’s cancellation ends when the rule’s interval is over':
    'expired: Access to the course ends on the day because Gold (order 1) was canceled.',
  'a stray charge right after a cancellation': 'no rule: No rule handles subscription payments for Gold.',
  'monthly to lifetime, the old subscription canceled':
    'kept: Although Gold (order 1) was canceled, access to the course is kept by Silver (order 2).',
}
