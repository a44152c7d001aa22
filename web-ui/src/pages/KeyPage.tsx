import { useState, type ReactElement } from 'react';
import { SitesDocument } from '../api/generated';
import { request } from '../api/client';
import { fromUnknown, type ApiError } from '../api/error';
import { forgetKey, storeKey } from '../auth/key';
import { CopyBox } from '../ui/CopyBox';
import { Logo } from '../ui/icons';
import { ThemeSwitch } from '../ui/ThemeSwitch';

/** The way in while there are no accounts: a read key, kept for this tab. */
export function KeyPage({ refused, onKey }: { refused: boolean; onKey: () => void }): ReactElement {
  const [key, setKey] = useState('');
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<ApiError>();

  const enter = async (): Promise<void> => {
    setAsking(true);
    setError(undefined);
    storeKey(key);
    try {
      await request(SitesDocument, { first: 1 });
      onKey();
    } catch (reason) {
      forgetKey();
      setError(fromUnknown(reason));
      setAsking(false);
    }
  };

  const message = error
    ? error.code === 'UNAUTHENTICATED'
      ? 'This key is not known here.'
      : `The server did not answer: ${error.message}`
    : refused
      ? 'The key of this tab is not accepted any more.'
      : undefined;

  return (
    <main className="relative grid min-h-dvh place-items-center px-4 py-10">
      <div className="absolute top-4 right-4">
        <ThemeSwitch />
      </div>
      <div className="w-full max-w-md">
        <div className="mb-7 flex items-center gap-3">
          <Logo className="size-10" />
          <span className="text-[22px] font-semibold tracking-[-0.03em]">Footfall</span>
        </div>
        <form
          className="card grid gap-4 p-6"
          onSubmit={(event) => {
            event.preventDefault();
            void enter();
          }}
        >
          <div>
            <h1 className="text-[18px] font-semibold tracking-[-0.02em]">Open with a key</h1>
            <p className="mt-1 text-soft">
              The server prints a link with a read key when it starts. Open that link, or paste the
              key here. It stays in this tab only.
            </p>
          </div>
          <label className="grid gap-1.5">
            <span className="text-[13px] font-medium">Read key</span>
            <input
              type="password"
              autoComplete="off"
              spellCheck={false}
              required
              value={key}
              placeholder="ff_…"
              onChange={(event) => setKey(event.target.value)}
              className="h-10 rounded-lg border border-line-strong bg-surface px-3 font-mono placeholder:text-faint"
            />
          </label>
          {message && (
            <p role="alert" className="rounded-lg bg-bad-wash px-3 py-2 text-[13px] text-bad">
              {message}
            </p>
          )}
          <button
            type="submit"
            disabled={asking}
            className="h-10 rounded-lg bg-accent font-medium text-on-accent hover:opacity-90 disabled:opacity-60"
          >
            {asking ? 'Asking…' : 'Open'}
          </button>
        </form>
        <div className="mt-6 grid gap-2 px-1 text-[13px] text-soft">
          <p>No key at hand? Make one on the machine that runs Footfall:</p>
          <CopyBox text="footfall key create --name dashboard" label="the command" />
        </div>
      </div>
    </main>
  );
}
