/**
 * Names of Thinkific's API for a user, and of the sheet its support asks for in a migration (`Student_email`), which is
 * documented; the columns of its export are not.
 */
import type { ImportFormat } from './import-format'

export const THINKIFIC_USERS: ImportFormat = {
  id: 'thinkific-users',
  title: 'Thinkific’s export of users',
  marks: [
    ['email', 'studentemail'],
    ['firstname', 'studentfirstname'],
    ['lastname', 'studentlastname'],
    [
      'enrollments',
      'enrollmentslist',
      'enrollmentscount',
      'signincount',
      'lastsignin',
      'lastsigninat',
      'externalsource',
      'studentemail',
    ],
  ],
  remark: 'It has no orders: choose the one product everyone in it bought.',
}
