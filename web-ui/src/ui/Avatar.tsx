import type { ReactElement } from 'react';

interface AvatarProps {
  name: string;
  picture?: string | null | undefined;
  round?: boolean;
  className?: string;
}

/** A picture, or the first letter where there is none. Decoration: the name stands beside it. */
export function Avatar({
  name,
  picture,
  round = false,
  className = 'size-7 text-[12px]',
}: AvatarProps): ReactElement {
  const shape = `shrink-0 ${round ? 'rounded-full' : 'rounded-lg'} ${className}`;
  if (picture) return <img src={picture} alt="" className={`object-cover ${shape}`} />;
  return (
    <span
      aria-hidden="true"
      className={`grid place-content-center bg-accent-wash font-semibold text-accent-ink uppercase ${shape}`}
    >
      {String.fromCodePoint(name.trim().codePointAt(0) ?? 0xb7)}
    </span>
  );
}
