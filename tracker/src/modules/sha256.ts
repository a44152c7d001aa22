/** The first `count` primes. */
const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
};

/** The first 32 bits behind the point. */
const fraction = (x: number): number => ((x % 1) * 2 ** 32) | 0;

const PRIMES = primes(64);
const ROUNDS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/**
 * SHA-256 (FIPS 180-4) of the UTF-8 text as hex digits. `crypto.subtle` answers later and is missing
 * without https; an event must be hashed before it can leave.
 */
export const sha256 = (text: string): string => {
  const bytes = [...new TextEncoder().encode(text)];
  const bits = bytes.length * 8;
  bytes.push(128);
  while (bytes.length % 64 != 56) bytes.push(0);
  for (let shift = 56; shift >= 0; shift -= 8) bytes.push((bits / 2 ** shift) & 255);
  const state = [...START];
  for (let block = 0; block < bytes.length; block += 64) {
    const w: number[] = [];
    let [a, b, c, d, e, f, g, h] = state as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        const at = block + i * 4;
        w[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
      } else {
        const x = w[i - 15]!;
        const y = w[i - 2]!;
        w[i] =
          (w[i - 16]! +
            w[i - 7]! +
            (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) +
            (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))) |
          0;
      }
      const first =
        h +
        (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
        ((e & f) ^ (~e & g)) +
        ROUNDS[i]! +
        w[i]!;
      const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => (state[i] = (state[i]! + x) | 0));
  }
  return state.map((x) => (x >>> 0).toString(16).padStart(8, '0')).join('');
};
