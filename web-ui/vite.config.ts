import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { asServed } from './scripts/as-served.ts';
import { offlineFiles } from './scripts/offline-files.ts';
import { preloadFiles } from './scripts/preload-files.ts';
import { compileAhead, siteChunks } from './scripts/site-chunks.ts';

const SERVER = process.env['FOOTFALL_URL'] ?? 'http://127.0.0.1:8090';

/** What the server answers; all else is the page. */
const proxy = {
  '^/graphql': { target: SERVER, ws: true },
  '^/(api|s|m|auth)/': { target: SERVER },
};

export default defineConfig({
  plugins: [react(), tailwind(), asServed(), preloadFiles(), compileAhead(), offlineFiles()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: siteChunks(import.meta.dirname) },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
});
