import type { ReactElement } from 'react';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { CopyBox } from '../../ui/CopyBox';
import { ListField } from '../../ui/form/ListField';
import { Section } from '../../ui/form/Section';
import { Toggle } from '../../ui/form/Toggle';
import { TrackingForm } from './TrackingForm';
import type { SettingsProps } from './useSiteUpdate';

/** Who and what is left out of a site's numbers. */
export function Exclusions(props: SettingsProps): ReactElement {
  const t = useTexts(TRACKING);
  const disabled = !props.mayChange;
  return (
    <>
      <TrackingForm {...props} title={t.excludeTitle} description={t.excludeText}>
        {({ values, edit }) => (
          <>
            <ListField
              label={t.excludedNetworks}
              hint={t.excludedNetworksHint}
              disabled={disabled}
              values={values.excludedNetworks}
              onValues={(excludedNetworks) => edit({ excludedNetworks })}
            />
            <ListField
              label={t.excludedCountries}
              hint={t.excludedCountriesHint}
              disabled={disabled}
              tidy={(text) => text.toUpperCase()}
              values={values.excludedCountries}
              onValues={(excludedCountries) => edit({ excludedCountries })}
            />
            <ListField
              label={t.excludedHosts}
              hint={t.excludedHostsHint}
              disabled={disabled}
              values={values.excludedHosts}
              onValues={(excludedHosts) => edit({ excludedHosts })}
            />
            <ListField
              label={t.excludedPaths}
              hint={t.excludedPathsHint}
              disabled={disabled}
              values={values.excludedPaths}
              onValues={(excludedPaths) => edit({ excludedPaths })}
            />
            <ListField
              label={t.scrubbedParams}
              hint={t.scrubbedParamsHint}
              disabled={disabled}
              values={values.scrubbedParams}
              onValues={(scrubbedParams) => edit({ scrubbedParams })}
            />
            <Toggle
              label={t.hashPaths}
              hint={t.hashPathsHint}
              disabled={disabled}
              checked={values.hashPaths}
              onChange={(hashPaths) => edit({ hashPaths })}
            />
          </>
        )}
      </TrackingForm>
      <Section title={t.ignoreTitle} description={t.ignoreText}>
        <CopyBox
          text={`https://${props.site.domains[0] ?? 'example.com'}/?footfall_ignore=on`}
          label={t.ignoreAddress}
        />
      </Section>
    </>
  );
}
