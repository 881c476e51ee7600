import type { Rule } from '../rule.ts';

/**
 * ms-swift fills the placeholders of grounding data from `objects`, and SATORI's prompt explains the
 * literal tag <bbox>, which looks like one.
 */
export const swiftObjects: Rule = {
  name: 'swift-objects',
  check: ({ row }) =>
    Object.hasOwn(row, 'objects')
      ? [
          {
            severity: 'warning',
            message:
              'with a column "objects", ms-swift replaces the literal <bbox> of the prompt by coordinates',
            path: ['objects'],
          },
        ]
      : [],
};
