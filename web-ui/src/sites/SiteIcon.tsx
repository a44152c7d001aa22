import type { ReactElement } from 'react';
import { Avatar } from '../ui/Avatar';

interface SiteIconProps {
  name: string;
  icon?: string | null | undefined;
  className?: string;
}

export function SiteIcon({
  name,
  icon,
  className = 'size-5 rounded-md text-[10px]',
}: SiteIconProps): ReactElement {
  return <Avatar name={name} picture={icon} className={className} />;
}
