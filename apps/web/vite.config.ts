import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const platform = process.env.NAVETTE_SERVER ?? 'http://127.0.0.1:4780';

/**
 * Libraries in chunks of their own, by how often they change and who needs them. Each is split again by entry: the frame of previews
 * loads nothing that only the product's pages use.
 */
const vendors = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
  {
    name: 'mantine',
    test: /node_modules[\\/](@mantine|@floating-ui|react-remove-scroll|react-dropzone)/,
    priority: 2,
  },
  { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/, priority: 2 },
  { name: 'libraries', test: /node_modules[\\/]/, priority: 1 },
].map((group) => ({ ...group, entriesAware: true }));

export default defineConfig({
  plugins: [react()],
  // Every asset is a file: the platform's content policy refuses fonts and scripts written as data.
  build: {
    assetsInlineLimit: 0,
    emptyOutDir: true,
    rolldownOptions: {
      // The product, and the frame in which documents are looked at.
      input: ['index.html', 'apercu.html'],
      output: { codeSplitting: { groups: vendors } },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 4783,
    proxy: {
      '/api': { target: platform, changeOrigin: false },
      '/health': { target: platform },
    },
  },
});
