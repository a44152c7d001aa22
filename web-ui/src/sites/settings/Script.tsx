import type { ReactElement } from 'react';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { tidyDomain } from '../../lib/presets';
import { ListField } from '../../ui/form/ListField';
import { Toggle } from '../../ui/form/Toggle';
import { PropertySources } from './PropertySources';
import { TrackingForm } from './TrackingForm';
import type { SettingsProps } from './useSiteUpdate';

/** What the script does, its modules, and what it takes along. */
export function Script(props: SettingsProps): ReactElement {
  const t = useTexts(TRACKING);
  const disabled = !props.mayChange;
  return (
    <>
      <TrackingForm {...props} title={t.scriptTitle} description={t.scriptText}>
        {({ values, edit }) => (
          <>
            <Toggle
              label={t.autoTrack}
              hint={t.autoTrackHint}
              disabled={disabled}
              checked={values.autoTrack}
              onChange={(autoTrack) => edit({ autoTrack })}
            />
            <Toggle
              label={t.identifyUsers}
              hint={t.identifyUsersHint}
              disabled={disabled}
              checked={values.identifyUsers}
              onChange={(identifyUsers) => edit({ identifyUsers })}
            />
            <Toggle
              label={t.hashRouting}
              hint={t.hashRoutingHint}
              disabled={disabled}
              checked={values.hashRouting}
              onChange={(hashRouting) => edit({ hashRouting })}
            />
          </>
        )}
      </TrackingForm>
      <TrackingForm {...props} title={t.modulesTitle} description={t.modulesText}>
        {({ values, edit }) => (
          <div className="grid gap-x-10 gap-y-4 lg:grid-cols-2">
            {Object.entries(t.modules).map(([id, [name, hint]]) => (
              <Toggle
                key={id}
                label={name}
                hint={hint}
                disabled={disabled}
                checked={values.modules.includes(id)}
                onChange={(on) =>
                  edit({
                    modules: on
                      ? [...values.modules, id]
                      : values.modules.filter((one) => one !== id),
                  })
                }
              />
            ))}
          </div>
        )}
      </TrackingForm>
      <TrackingForm {...props} title={t.eventsTitle} description={t.eventsText}>
        {({ values, edit }) => (
          <>
            <ListField
              label={t.eventsOff}
              hint={t.eventsOffHint}
              disabled={disabled}
              values={values.eventsOff}
              onValues={(eventsOff) => edit({ eventsOff })}
            />
            <ListField
              label={t.searchParams}
              hint={t.searchParamsHint}
              disabled={disabled}
              values={values.searchParams}
              onValues={(searchParams) => edit({ searchParams })}
            />
            <ListField
              label={t.linkedDomains}
              hint={t.linkedDomainsHint}
              disabled={disabled}
              tidy={tidyDomain}
              values={values.linkedDomains}
              onValues={(linkedDomains) => edit({ linkedDomains })}
            />
            <PropertySources
              label={t.urlProperties}
              placeholder="ref"
              disabled={disabled}
              values={values.urlProperties}
              onValues={(urlProperties) => edit({ urlProperties })}
            />
            <PropertySources
              label={t.dataLayerProperties}
              placeholder="user.plan"
              disabled={disabled}
              values={values.dataLayerProperties}
              onValues={(dataLayerProperties) => edit({ dataLayerProperties })}
            />
          </>
        )}
      </TrackingForm>
    </>
  );
}
