/** What happened to real merchants, with the endings it should have had. */

import type { Script } from '../model/reference/script'
import { CANCELLATION_UNDONE } from './cancellation-undone-by-a-charge'
import { COURSE_JOINS_BUNDLE } from './course-bought-alone-joins-a-bundle'
import { COURSE_TAKEN_OUT } from './course-taken-out-of-a-bundle'
import { DISPUTE_WON } from './dispute-won-after-a-chargeback'
import { EARLY_RENEWAL } from './early-renewal'
import { ON_ONE_DATE } from './everybody-on-one-date'
import { INSTALLMENT_PLAN_PAID_OFF } from './installment-plan-paid-off'
import { LOCKED_OUT } from './locked-out-while-the-card-failed'
import { MONTHLY_TO_LIFETIME } from './monthly-to-lifetime'
import { ONE_PAYMENT_REFUNDED } from './one-of-several-payments-refunded'
import { PLAN_SWITCHED } from './plan-switched-then-canceled'
import { PLANS_ID } from './plans-id-sent-as-the-subscriptions'
import { REFUNDS_WITHOUT_ORDER } from './refunds-that-name-no-order'
import { LATE_RENEWAL } from './renewal-hours-after-the-end'
import { PLACEHOLDER_ID } from './strangers-share-a-placeholder-id'
import { STRAY_CHARGE } from './stray-charge-after-a-cancellation'
import { TRIAL_CANCELED } from './trial-canceled'
import { TYPO_IN_THE_EMAIL } from './typo-in-the-email'

export const STORIES: Record<string, Script> = {
  ...INSTALLMENT_PLAN_PAID_OFF,
  ...LOCKED_OUT,
  ...ONE_PAYMENT_REFUNDED,
  ...PLAN_SWITCHED,
  ...COURSE_TAKEN_OUT,
  ...COURSE_JOINS_BUNDLE,
  ...TYPO_IN_THE_EMAIL,
  ...REFUNDS_WITHOUT_ORDER,
  ...DISPUTE_WON,
  ...CANCELLATION_UNDONE,
  ...PLACEHOLDER_ID,
  ...PLANS_ID,
  ...EARLY_RENEWAL,
  ...ON_ONE_DATE,
  ...TRIAL_CANCELED,
  ...LATE_RENEWAL,
  ...STRAY_CHARGE,
  ...MONTHLY_TO_LIFETIME,
}
