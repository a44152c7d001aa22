import { expect, it } from 'vitest';
import { fareOf } from './status';

const never = { lastEventAt: null };

it('tells the worst news first', () => {
  expect(fareOf({ ...never, status: 'ERROR', installed: 'NOT_DETECTED' })).toBe('refused');
  expect(fareOf({ ...never, status: 'PAUSED', installed: 'INSTALLED' })).toBe('paused');
  expect(fareOf({ ...never, status: 'ACTIVE', installed: 'NOT_DETECTED' })).toBe('waiting');
  expect(fareOf({ ...never, status: 'ACTIVE', installed: 'SILENT' })).toBe('silent');
  expect(fareOf({ ...never, status: 'ACTIVE', installed: 'INSTALLED' })).toBe('receiving');
});

it('knows of sites whose events come from servers', () => {
  const lastEventAt = '2026-01-01T00:00:00Z';
  expect(fareOf({ status: 'ACTIVE', installed: 'NOT_DETECTED', lastEventAt })).toBe('receiving');
});
