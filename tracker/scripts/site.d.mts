export declare const siteScript: (
  config: Record<string, unknown>,
  modules: string[],
  core: string,
) => string;
