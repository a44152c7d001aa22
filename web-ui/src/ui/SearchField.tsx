import type { ReactElement } from 'react';
import { Search } from './icons';

interface SearchFieldProps {
  label: string;
  value: string;
  onText: (text: string) => void;
  className?: string;
}

export function SearchField({
  label,
  value,
  onText,
  className = '',
}: SearchFieldProps): ReactElement {
  return (
    <label className={`control w-64 focus-within:border-accent max-sm:w-full ${className}`}>
      <Search className="text-faint" />
      <span className="sr-only">{label}</span>
      <input
        type="search"
        value={value}
        placeholder={label}
        onChange={(event) => onText(event.target.value)}
        className="min-w-0 flex-1 bg-transparent font-normal outline-none placeholder:text-faint"
      />
    </label>
  );
}
