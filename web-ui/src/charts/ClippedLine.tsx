import { useId, type ReactElement } from 'react';

interface ClipProps {
  path: string;
  from: number;
  to: number;
  height: number;
}

function Clip({ id, from, to, height }: Omit<ClipProps, 'path'> & { id: string }): ReactElement {
  return (
    <clipPath id={id}>
      <rect x={from} y={0} width={Math.max(0, to - from)} height={height} />
    </clipPath>
  );
}

/** A stretch of a line that is drawn whole, so that solid and dashed stretches meet. */
export function ClippedLine({
  path,
  dashed,
  className,
  width,
  ...stretch
}: ClipProps & { dashed: boolean; className: string; width: number }): ReactElement {
  const clip = useId();
  return (
    <g className={className}>
      <Clip id={clip} {...stretch} />
      <path
        d={path}
        clipPath={`url(#${clip})`}
        fill="none"
        stroke="currentColor"
        strokeWidth={width}
        strokeLinejoin="round"
        strokeLinecap={dashed ? 'round' : 'butt'}
        strokeDasharray={dashed ? '2 6' : undefined}
      />
    </g>
  );
}

export function ClippedArea({
  path,
  fill,
  ...stretch
}: ClipProps & { fill: string }): ReactElement {
  const clip = useId();
  return (
    <g>
      <Clip id={clip} {...stretch} />
      <path d={path} clipPath={`url(#${clip})`} fill={fill} />
    </g>
  );
}
