import type { ReactElement, ReactNode } from 'react';

interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  danger?: boolean;
  /** What is done with what is above it. */
  footer?: ReactNode;
  children?: ReactNode;
}

/** A group of settings that belong together. */
export function Section({
  title,
  description,
  danger = false,
  footer,
  children,
}: SectionProps): ReactElement {
  return (
    <section className={`card overflow-hidden ${danger ? 'border-bad/40' : ''}`}>
      <div className="px-5 py-5 sm:px-6">
        <h2 className="text-[15px] font-semibold tracking-[-0.01em]">{title}</h2>
        {description && <p className="mt-1 max-w-[62ch] text-[13.5px] text-soft">{description}</p>}
        {children && <div className="mt-5 grid grid-cols-1 gap-5 empty:hidden">{children}</div>}
      </div>
      {footer && (
        <div className="flex min-h-14 flex-wrap items-center justify-end gap-x-3 gap-y-2 border-t border-line bg-sunken/60 px-5 py-2.5 sm:px-6">
          {footer}
        </div>
      )}
    </section>
  );
}
