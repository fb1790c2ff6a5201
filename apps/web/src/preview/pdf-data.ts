const cmaps = import.meta.glob<string>('../../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  query: '?url',
  import: 'default',
  eager: true,
});
const fonts = import.meta.glob<string>('../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const decoders = import.meta.glob<string>('../../../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm', {
  query: '?url',
  import: 'default',
  eager: true,
});

/**
 * Addresses of the data of pdf.js, by the names that the frame asks for: `cmaps/UniGB-UCS2-H.bcmap`, tables of characters that are not
 * in the document; `fonts/FoxitFixed.pfb`, the fonts that need not be; `wasm/jbig2.wasm`, decoders of scans.
 */
export const pdfData: Readonly<Record<string, string>> = {
  ...inFolder('cmaps', cmaps),
  ...inFolder('fonts', fonts),
  ...inFolder('wasm', decoders),
};

function inFolder(folder: string, addresses: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(addresses).map(([path, address]) => [
    `${folder}/${path.slice(path.lastIndexOf('/') + 1)}`,
    address,
  ]);
  return Object.fromEntries(named);
}
