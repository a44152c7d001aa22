import type { ReactElement } from 'react';
import { CopyBox } from '../ui/CopyBox';

const CREATE = 'footfall site create --name "My site" --domain example.com';
const SNIPPET = `<script defer src="${location.origin}/s/SITE_ID.js"></script>`;

export function NoSites(): ReactElement {
  const steps = [
    {
      title: 'Create a site',
      text: 'It prints the site’s id and its snippet. It works while the server runs.',
      code: CREATE,
    },
    {
      title: 'Put the snippet into your pages',
      text: 'In the head, with the id that the first command printed.',
      code: SNIPPET,
    },
  ];
  return (
    <div className="card mx-auto mt-6 max-w-2xl p-6 sm:mt-14 sm:p-10">
      <h1 className="text-[24px] font-semibold tracking-[-0.03em]">Your first site</h1>
      <p className="mt-1 text-soft">Two lines from here to the first live visitor.</p>
      <ol className="mt-7 grid grid-cols-1 gap-7">
        {steps.map(({ title, text, code }, index) => (
          <li key={title} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4">
            <span className="figures grid size-7 place-content-center rounded-full bg-accent-wash text-[13px] font-semibold text-accent-ink">
              {index + 1}
            </span>
            <div className="grid min-w-0 grid-cols-1 gap-2">
              <h2 className="leading-7 font-medium">{title}</h2>
              <p className="-mt-1 text-[13px] text-soft">{text}</p>
              <CopyBox text={code} label={title.toLowerCase()} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
