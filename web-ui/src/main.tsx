import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { takeKeyFromAddress } from './auth/key';
import { startSession } from './auth/session';
import { takeTokenFromAddress } from './auth/link-token';
import { currentLanguage } from './i18n/language';
import './styles.css';

const OFFLINE_AFTER_MS = 3000;

// Radix adds styles of its own while something covers the page.
setNonce(document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '');
document.documentElement.lang = currentLanguage();
takeKeyFromAddress();
takeTokenFromAddress();
// A link with a key or a token, opened in a tab that is already here, changes only the fragment.
addEventListener('hashchange', () => {
  if (/[#&](key|token)=/.test(location.hash)) location.reload();
});
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  addEventListener('load', () => {
    // It fetches all there is, which can wait until the page stands.
    setTimeout(() => {
      // Where it is not allowed, as on plain http, the page works without it.
      navigator.serviceWorker.register('/sw.js').catch(() => undefined);
    }, OFFLINE_AFTER_MS);
  });

/** What is there within this time is drawn at once, instead of one after the other. */
const TOGETHER_MS_MAX = 250;

const firstAnswers = async (): Promise<void> => {
  if (!/^\/sites\/[^/]+$/.test(location.pathname)) return;
  const first = await import('./dashboard/first-answers');
  await first.firstAnswers;
};

const root = createRoot(document.getElementById('root')!);
void Promise.race([
  Promise.allSettled([startSession(), firstAnswers()]),
  new Promise((resolve) => setTimeout(resolve, TOGETHER_MS_MAX)),
]).then(() => root.render(<App />));
