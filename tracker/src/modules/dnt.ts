import type { Module } from '../api';

/** Do Not Track and Global Privacy Control count as a refusal, whatever a banner says. */
const dnt: Module = (settings, methods) => {
  const { globalPrivacyControl } = navigator as { globalPrivacyControl?: boolean };
  if (!globalPrivacyControl && navigator.doNotTrack != '1') return;
  settings.consent = 'denied';
  methods.reset();
  methods.consent = () => undefined;
};

export default dnt;
