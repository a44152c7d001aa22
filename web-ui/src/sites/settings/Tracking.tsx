import { useState, type ReactElement } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { SITES } from '../../i18n/sites';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { CopyBox } from '../../ui/CopyBox';
import { TextField } from '../../ui/form/Field';
import { Notice } from '../../ui/form/Notice';
import { Section } from '../../ui/form/Section';
import { FirstEventWatch } from '../FirstEventWatch';
import { scriptAddress } from '../platforms';
import { SnippetTabs } from '../SnippetTabs';
import { fareOf } from '../status';
import { Check } from './Check';
import { Script } from './Script';
import { SaveSection } from './SaveSection';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

const PROXY_PATH = '/ff/';

const proxyRule = (origin: string): string => {
  const { host } = new URL(origin);
  return `location ${PROXY_PATH} {
    proxy_pass ${origin}/;
    proxy_set_header Host ${host};
    proxy_ssl_server_name on;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Host $host;
    proxy_set_header X-Forwarded-Proto $scheme;
}`;
};

export function Tracking({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const words = useTexts(SITES);
  const tracking = useTexts(TRACKING);
  const address = new URL(scriptAddress(site.snippet), location.href);
  return (
    <>
      <Section title={t.snippetTitle} description={t.snippetText}>
        <SnippetTabs siteId={site.id} />
        {fareOf(site) === 'waiting' && <FirstEventWatch siteId={site.id} />}
      </Section>
      {mayChange && <Check siteId={site.id} />}
      <Script site={site} mayChange={mayChange} />
      <SessionTimeout site={site} mayChange={mayChange} />
      <Section title={t.firstPartyTitle} description={t.firstPartyText}>
        <Notice kind={site.firstParty ? 'good' : 'plain'}>
          {site.firstParty ? tracking.proxied : tracking.notProxied}
        </Notice>
        <div className="grid min-w-0 grid-cols-1 gap-2">
          <p className="text-[13px] font-medium">nginx</p>
          <CopyBox text={proxyRule(address.origin)} label={t.proxy} />
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-2">
          <p className="text-[13px] font-medium">{t.proxiedSnippet}</p>
          <CopyBox
            text={`<script defer src="${PROXY_PATH.slice(0, -1)}${address.pathname}"></script>`}
            label={words.snippet}
          />
        </div>
      </Section>
    </>
  );
}

function SessionTimeout({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const saved = site.settings.sessionTimeoutSec / 60;
  const [typed, setTyped] = useState<string>();
  const minutes = typed === undefined ? saved : Number(typed);
  const update = useSiteUpdate(site.id);
  const isGood = minutes >= 1 && minutes <= 240;
  return (
    <SaveSection
      title={t.sessionTitle}
      description={t.sessionText}
      mayChange={mayChange}
      update={update}
      changed={minutes !== saved && isGood}
      onSave={() => void update.saveSettings({ sessionTimeoutSec: Math.round(minutes * 60) })}
    >
      <div className="max-w-56">
        <TextField
          label={t.sessionTimeout}
          hint={t.sessionHint}
          type="number"
          min={1}
          max={240}
          disabled={!mayChange}
          value={typed ?? String(saved)}
          onText={setTyped}
        />
      </div>
    </SaveSection>
  );
}
