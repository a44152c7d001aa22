import type { ReactElement, ReactNode } from 'react';

interface PageProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** For what is read rather than looked at. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page with a heading, apart from those that draw their own. */
export function Page({
  title,
  description,
  actions,
  narrow = false,
  children,
}: PageProps): ReactElement {
  return (
    <main
      className={`mx-auto px-4 pt-6 pb-16 sm:px-8 sm:pt-9 ${narrow ? 'max-w-[820px]' : 'max-w-[1120px]'}`}
    >
      <title>{`${title} · Footfall`}</title>
      <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-[24px] leading-8 font-semibold tracking-[-0.03em]">{title}</h1>
          {description && <p className="mt-1 max-w-[62ch] text-soft">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
