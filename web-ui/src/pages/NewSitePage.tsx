import type { ReactElement } from 'react';
import { Empty } from '../ui/states';

export function NewSitePage(): ReactElement {
  return (
    <main className="mx-auto max-w-[1120px] px-4 py-8 sm:px-8">
      <h1 className="text-[24px] font-semibold tracking-[-0.03em]">Add a site</h1>
      <Empty title="Soon" />
    </main>
  );
}
