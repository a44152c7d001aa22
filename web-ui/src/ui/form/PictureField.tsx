import { useId, useState, type ReactElement } from 'react';
import { COMMON } from '../../i18n/common';
import { useTexts } from '../../i18n/catalogue';
import { Avatar } from '../Avatar';
import { Button, buttonClass } from './Button';

const SIDE = 192;

/** A square PNG of the middle of the picture, as a `data:` address. */
const shrink = async (file: File): Promise<string> => {
  const bitmap = await createImageBitmap(file);
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.min(SIDE, side);
  canvas
    .getContext('2d')
    ?.drawImage(
      bitmap,
      (bitmap.width - side) / 2,
      (bitmap.height - side) / 2,
      side,
      side,
      0,
      0,
      canvas.width,
      canvas.height,
    );
  const webp = canvas.toDataURL('image/webp', 0.9);
  return webp.startsWith('data:image/webp') ? webp : canvas.toDataURL('image/png');
};

interface PictureFieldProps {
  label: string;
  name: string;
  value: string | null | undefined;
  disabled?: boolean;
  /** Empty takes it away. */
  onPicture: (address: string) => void;
}

export function PictureField({
  label,
  name,
  value,
  disabled = false,
  onPicture,
}: PictureFieldProps): ReactElement {
  const t = useTexts(COMMON);
  const id = useId();
  const [failed, setFailed] = useState(false);
  return (
    <div role="group" aria-label={label} className="flex items-center gap-4">
      <Avatar name={name} picture={value} className="size-16 rounded-2xl text-[24px]" />
      <div className="grid gap-1.5">
        <div className="flex flex-wrap gap-2">
          <label
            htmlFor={id}
            className={`${buttonClass()} cursor-pointer focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${disabled ? 'pointer-events-none opacity-50' : ''}`}
          >
            {t.choosePicture}
            <input
              id={id}
              type="file"
              accept="image/png,image/jpeg,image/webp"
              disabled={disabled}
              className="sr-only"
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = '';
                if (!file) return;
                shrink(file).then(
                  (address) => {
                    setFailed(false);
                    onPicture(address);
                  },
                  () => setFailed(true),
                );
              }}
            />
          </label>
          {value && (
            <Button kind="quiet" disabled={disabled} onClick={() => onPicture('')}>
              {t.removePicture}
            </Button>
          )}
        </div>
        <p
          className={`text-[12.5px] ${failed ? 'text-bad' : 'text-faint'}`}
          {...(failed ? { role: 'alert' } : {})}
        >
          {failed ? t.pictureFailed : t.pictureHint}
        </p>
      </div>
    </div>
  );
}
