import { useState, type ReactElement } from 'react';
import { ActivityDocument } from '../api/account.generated';
import { useQuery } from '../api/useQuery';
import { ACCOUNT } from '../i18n/account';
import { DEEDS, describeDeed } from '../i18n/deeds';
import { useTexts } from '../i18n/catalogue';
import { formatMoment } from '../i18n/dates';
import { Button } from '../ui/form/Button';
import { Section } from '../ui/form/Section';
import { Skeleton } from '../ui/states';

const FEW = 8;
const MANY = 100;

export function Activity(): ReactElement {
  const t = useTexts(ACCOUNT);
  const deeds = useTexts(DEEDS);
  const [first, setFirst] = useState(FEW);
  const activity = useQuery(ActivityDocument, { first }).data?.activity;
  return (
    <Section
      title={t.activity}
      description={t.activityText}
      footer={
        first === FEW &&
        activity?.length === FEW && (
          <Button kind="quiet" onClick={() => setFirst(MANY)}>
            {t.more}
          </Button>
        )
      }
    >
      {activity ? (
        <ol className="grid gap-2.5">
          {activity.map(({ id, at, action, address }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-4">
              <span>{describeDeed(deeds, action)}</span>
              <span className="figures text-[12.5px] text-faint">
                {[address, formatMoment(at)].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
          {!activity.length && <li className="text-faint">{t.noActivity}</li>}
        </ol>
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Section>
  );
}
