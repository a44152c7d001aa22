import { expect, it } from 'vitest';
import { INSTALL } from '../i18n/install';
import { PLATFORMS, scriptAddress } from './platforms';

it('finds the address of the script', () => {
  const snippet = '<script defer src="https://stats.example.com/s/abc.js"></script>';
  expect(scriptAddress(snippet)).toBe('https://stats.example.com/s/abc.js');
});

it('says of each platform where its snippet goes', () => {
  expect(PLATFORMS.map(({ text }) => text).sort()).toEqual(Object.keys(INSTALL.en).sort());
});
