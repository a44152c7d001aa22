import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/error';
import { createTokens, type Grant, type TokensEnvironment } from './tokens';

const user = { id: 'u', email: 'ada@example.com', name: 'Ada' } as Grant['user'];

/** Tabs that share a lock and hear each other, under a clock that is set by hand. */
const makeTabs = (refresh: () => Promise<Grant>) => {
  const clock = { now: 0 };
  const heard: ((message: never) => void)[] = [];
  const timers: { at: number; task: () => void }[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const open = () => {
    const index = heard.length;
    const environment: TokensEnvironment = {
      refresh,
      exclusively: (task) => {
        const result = turn.then(task);
        turn = result.catch(() => undefined);
        return result;
      },
      tell: (message) =>
        heard.forEach((hear, at) => {
          if (at !== index) hear(message as never);
        }),
      listen: (hear) => heard.push(hear),
      now: () => clock.now,
      later: (task, ms) => {
        const timer = { at: clock.now + ms, task };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
    };
    return createTokens(environment);
  };
  return { clock, timers, open };
};

const grants = (clock: { now: number }) => {
  let count = 0;
  return vi.fn(() =>
    Promise.resolve<Grant>({
      accessToken: `token ${++count}`,
      expiresAt: clock.now + 600_000,
      user,
    }),
  );
};

describe('tokens', () => {
  const setUp = () => {
    const refresh = grants({ now: 0 });
    return { ...makeTabs(refresh), refresh };
  };

  it('are asked for once by all who need one', async () => {
    const { open, refresh } = setUp();
    const tokens = open();
    const answers = await Promise.all([tokens.fresh(), tokens.fresh(), tokens.renew()]);
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(answers).toEqual(Array(3).fill(answers[0]));
  });

  it('are asked for once by several tabs', async () => {
    const { open, refresh } = setUp();
    const tabs = [open(), open(), open()];
    const answers = await Promise.all(tabs.map((tab) => tab.fresh()));
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('are kept while they are good, and renewed when one is refused', async () => {
    const { open, refresh } = setUp();
    const tokens = open();
    await tokens.fresh();
    await tokens.fresh();
    expect(refresh).toHaveBeenCalledTimes(1);
    const renewed = await tokens.renew('token 1');
    expect(renewed).toMatchObject({ grant: { accessToken: 'token 2' } });
    // A late refusal of the old one does not cost the new one.
    await tokens.renew('token 1');
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('are renewed ahead of their end', async () => {
    const { open, refresh, timers } = setUp();
    await open().fresh();
    expect(timers).toHaveLength(1);
    expect(timers[0]!.at).toBe(540_000);
    timers[0]!.task();
    await vi.waitFor(() => expect(refresh).toHaveBeenCalledTimes(2));
  });

  it('end in all tabs', async () => {
    const { open } = setUp();
    const [one, other] = [open(), open()];
    const changes = vi.fn();
    other.onChange(changes);
    await one.fresh();
    one.forget();
    expect(changes.mock.calls.map(([grant]) => !!grant)).toEqual([true, false]);
  });

  it('tell an ended sign-in from a server out of reach', async () => {
    const ended = makeTabs(() => Promise.reject(new ApiError('UNAUTHENTICATED', 'over'))).open();
    expect(await ended.fresh()).toEqual({ kind: 'signed-out' });
    const lost = makeTabs(() => Promise.reject(new TypeError('no network'))).open();
    expect(await lost.fresh()).toMatchObject({ kind: 'unreachable' });
  });
});
