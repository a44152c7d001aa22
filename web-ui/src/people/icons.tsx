import { icon } from '../ui/icons';

export const More = icon(
  <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.25" strokeLinecap="round" />,
);
