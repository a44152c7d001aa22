import { createRoot } from 'react-dom/client';
import { App } from './App';
import { takeKeyFromAddress } from './auth/key';
import './styles.css';

takeKeyFromAddress();
// A link with a key, opened in a tab that is already here, changes only the fragment.
addEventListener('hashchange', () => {
  if (takeKeyFromAddress()) location.reload();
});
createRoot(document.getElementById('root')!).render(<App />);
