import { expect, it } from 'vitest';
import { longTime, shortTime } from './time';

it('shows the wall clock of the site, whatever the browser’s zone', () => {
  expect(shortTime('2026-10-25T02:00:00+02:00', 'HOUR')).toBe(
    shortTime('2026-10-25T02:00:00+01:00', 'HOUR'),
  );
  expect(longTime('2026-03-01T00:00:00+05:30', 'DAY')).toContain('Mar');
  expect(longTime('2026-03-02T00:00:00+00:00', 'WEEK')).toMatch(/^Week of/);
});
