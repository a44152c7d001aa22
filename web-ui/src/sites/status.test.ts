import { describe, expect, it } from 'vitest';
import { fareOf } from './status';

const never = { lastEventAt: null };

it('tells the worst news first', () => {
  expect(fareOf({ ...never, status: 'ERROR', installed: 'NOT_DETECTED' })).toBe('refused');
  expect(fareOf({ ...never, status: 'PAUSED', installed: 'INSTALLED' })).toBe('paused');
  expect(fareOf({ ...never, status: 'ACTIVE', installed: 'NOT_DETECTED' })).toBe('waiting');
  expect(fareOf({ ...never, status: 'ACTIVE', installed: 'SILENT' })).toBe('silent');
  expect(fareOf({ ...never, status: 'ACTIVE', installed: 'INSTALLED' })).toBe('receiving');
});

describe('a site whose events come from servers', () => {
  const now = Date.parse('2026-01-10T00:00:00Z');
  it.each([
    ['NOT_DETECTED', '2026-01-09T00:00:00Z', 'receiving'],
    ['SILENT', '2026-01-09T00:00:00Z', 'receiving'],
    ['NOT_DETECTED', '2026-01-01T00:00:00Z', 'silent'],
  ] as const)('%s, with an event of %s, is %s', (installed, lastEventAt, fare) => {
    expect(fareOf({ status: 'ACTIVE', installed, lastEventAt }, now)).toBe(fare);
  });
});
