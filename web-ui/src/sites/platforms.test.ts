import { expect, it, vi } from 'vitest';
import { PLATFORMS, scriptAddress } from './platforms';

const SNIPPET = '<script defer src="https://stats.example.com/s/abc.js"></script>';

it('finds the address of the script', () => {
  expect(scriptAddress(SNIPPET)).toBe('https://stats.example.com/s/abc.js');
});

it('names the site in what is pasted anywhere', () => {
  vi.stubGlobal('location', { href: 'http://127.0.0.1/' });
  for (const { code } of PLATFORMS) expect(code(SNIPPET, 'abc')).toContain('abc');
});
