// Builds dist/: one script and one stylesheet a site, next to its page. Class names come out obfuscated, as on the
// real sites, because the sources are CSS modules and identifiers are minified.
import { cp, mkdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const pages = ['x', 'facebook', 'google', 'linkedin'];

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await build({
  entryPoints: Object.fromEntries(pages.map((page) => [page, `src/${page}/main.jsx`])),
  outdir: 'dist',
  bundle: true,
  minify: true,
  jsx: 'automatic',
  target: 'es2022',
  define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
  resolveExtensions: ['.web.js', '.js', '.jsx', '.json'],
  alias: { 'react-native': 'react-native-web' },
  logLevel: 'warning',
});
for (const page of pages) await cp(`src/${page}.html`, `dist/${page}.html`);
