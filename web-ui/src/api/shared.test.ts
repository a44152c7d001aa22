import { describe, expect, it, vi } from 'vitest';
import { createShared } from './shared';

const answering = () => vi.fn(() => Promise.resolve('answer'));

describe('a shared question', () => {
  it('is asked once while it is asked', async () => {
    const { join } = createShared();
    const ask = answering();
    const answers = [join('q', ask), join('q', ask)];
    expect(await Promise.all(answers.map(({ answer }) => answer))).toEqual(['answer', 'answer']);
    expect(ask).toHaveBeenCalledTimes(1);
    await join('q', ask).answer;
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('is not asked again while its answer is fresh', async () => {
    vi.useFakeTimers();
    const { join } = createShared(1000);
    const ask = answering();
    await join('q', ask).answer;
    join('q', ask).leave();
    await join('q', ask).answer;
    expect(ask).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    await join('q', ask).answer;
    expect(ask).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it('can be asked ahead, for the first who comes', async () => {
    const { join, ahead } = createShared();
    const ask = answering();
    void ahead('q', ask);
    await Promise.resolve();
    await join('q', ask).answer;
    expect(ask).toHaveBeenCalledTimes(1);
    await join('q', ask).answer;
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('has its answer at hand from when it is there until it is old', async () => {
    vi.useFakeTimers();
    const { join, ahead, peek } = createShared(1000);
    const answer = ahead('q', answering());
    expect(peek('q')).toBeUndefined();
    await answer;
    vi.advanceTimersByTime(5000);
    expect(peek('q')).toBe('answer');
    void join('q', answering());
    expect(peek('q')).toBe('answer');
    vi.advanceTimersByTime(1000);
    expect(peek('q')).toBeUndefined();
    vi.useRealTimers();
  });

  it('ends when the last one has left', () => {
    const { join } = createShared();
    let signal: AbortSignal | undefined;
    const ask = (given: AbortSignal): Promise<never> => {
      signal = given;
      return new Promise(() => undefined);
    };
    const [one, other] = [join('q', ask), join('q', ask)];
    one.leave();
    expect(signal?.aborted).toBe(false);
    other.leave();
    expect(signal?.aborted).toBe(true);
  });
});
