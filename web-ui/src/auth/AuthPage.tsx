import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { Logo } from '../ui/icons';
import { LanguageSwitch } from '../ui/LanguageSwitch';
import { ThemeSwitch } from '../ui/ThemeSwitch';

interface AuthPageProps {
  title: string;
  text?: ReactNode;
  below?: ReactNode;
  children?: ReactNode;
}

/** A page before there is anything to see: one card, one purpose. */
export function AuthPage({ title, text, below, children }: AuthPageProps): ReactElement {
  return (
    <main className="relative grid min-h-dvh place-items-center px-4 py-20">
      <title>{`${title} · Footfall`}</title>
      <div className="absolute top-4 right-4 flex gap-2">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <div className="w-full max-w-[400px]">
        <Link to="/" className="mx-auto mb-6 flex w-fit items-center gap-2.5 rounded-lg">
          <Logo className="size-8" />
          <span className="text-[19px] font-semibold tracking-[-0.03em]">Footfall</span>
        </Link>
        <div className="card px-6 py-7 sm:px-8">
          <h1 className="text-[20px] font-semibold tracking-[-0.025em]">{title}</h1>
          {text && <div className="mt-1.5 text-soft">{text}</div>}
          {children && <div className="mt-6">{children}</div>}
        </div>
        {below && <div className="mt-5 text-center text-[13.5px] text-soft">{below}</div>}
      </div>
    </main>
  );
}

export const LINK =
  'font-medium text-accent-ink underline decoration-accent/30 underline-offset-3 hover:decoration-accent';
