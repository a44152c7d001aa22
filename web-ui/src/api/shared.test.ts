import { describe, expect, it, vi } from 'vitest';
import { createShared } from './shared';

describe('a shared question', () => {
  it('is asked once while it is asked', async () => {
    const share = createShared();
    const ask = vi.fn(() => Promise.resolve('answer'));
    const answers = [share('q', ask), share('q', ask)];
    expect(await Promise.all(answers.map(({ answer }) => answer))).toEqual(['answer', 'answer']);
    expect(ask).toHaveBeenCalledTimes(1);
    await share('q', ask).answer;
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('ends when the last one has left', () => {
    const share = createShared();
    let signal: AbortSignal | undefined;
    const ask = (given: AbortSignal): Promise<never> => {
      signal = given;
      return new Promise(() => undefined);
    };
    const [one, other] = [share('q', ask), share('q', ask)];
    one.leave();
    expect(signal?.aborted).toBe(false);
    other.leave();
    expect(signal?.aborted).toBe(true);
  });
});
