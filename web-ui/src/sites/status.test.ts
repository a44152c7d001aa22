import { expect, it } from 'vitest';
import { fareOf } from './status';

it('tells the worst news first', () => {
  expect(fareOf({ status: 'ERROR', installed: 'NOT_DETECTED' })).toBe('refused');
  expect(fareOf({ status: 'PAUSED', installed: 'INSTALLED' })).toBe('paused');
  expect(fareOf({ status: 'ACTIVE', installed: 'NOT_DETECTED' })).toBe('waiting');
  expect(fareOf({ status: 'ACTIVE', installed: 'SILENT' })).toBe('silent');
  expect(fareOf({ status: 'ACTIVE', installed: 'INSTALLED' })).toBe('receiving');
});
