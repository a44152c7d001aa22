import type { ButtonHTMLAttributes, ReactElement } from 'react';

type Kind = 'primary' | 'secondary' | 'danger' | 'caution' | 'quiet';

const KINDS: Record<Kind, string> = {
  primary: 'bg-accent text-on-accent border-transparent hover:opacity-90',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  danger: 'bg-bad text-surface border-transparent hover:opacity-90',
  caution: 'bg-surface text-bad border-line-strong hover:bg-bad-wash',
  quiet: 'border-transparent text-soft hover:bg-sunken hover:text-ink',
};

export const buttonClass = (kind: Kind = 'secondary'): string =>
  `inline-flex h-9 items-center justify-center gap-2 rounded-[9px] border px-3.5 font-medium whitespace-nowrap transition-[opacity,background-color] disabled:cursor-default disabled:opacity-50 ${KINDS[kind]}`;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
}

export function Button({
  kind = 'secondary',
  type = 'button',
  className = '',
  ...rest
}: ButtonProps): ReactElement {
  return <button type={type} className={`${buttonClass(kind)} ${className}`} {...rest} />;
}
