-- What Overview announces once to marketplaces from before 0.2.0: access is given back, and dates are in UTC.
ALTER TABLE marketplaces ADD COLUMN announce_give_back INTEGER NOT NULL DEFAULT 0;
ALTER TABLE marketplaces ADD COLUMN announce_zone INTEGER NOT NULL DEFAULT 0;
UPDATE marketplaces SET announce_zone = 1;
UPDATE marketplaces SET announce_give_back = 1 WHERE id IN (
  SELECT marketplace FROM rules WHERE action LIKE 'expire_%' AND "trigger" IN (
    'product.refunded', 'product.partially_refunded', 'subscription.canceled', 'subscription.charge_failed',
    'subscription.delinquent'
  )
);
