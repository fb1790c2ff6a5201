import { lazy, Suspense, useEffect, useMemo } from 'react';
import type { Channel } from './channel.ts';
import { FileHeading } from './file-heading.tsx';
import { type FileKind, readFileKind } from './file-kind.ts';
import { useFrame } from './frame-context.ts';

const views = {
  pdf: () => import('./pdf/pdf-view.tsx'),
  picture: () => import('./picture/picture-view.tsx'),
  xml: () => import('./xml/xml-view.tsx'),
  text: () => import('./text/text-view.tsx'),
  csv: () => import('./text/csv-view.tsx'),
};
const PdfView = lazy(() => views.pdf().then(({ PdfView }) => ({ default: PdfView })));
const PictureView = lazy(() => views.picture().then(({ PictureView }) => ({ default: PictureView })));
const XmlView = lazy(() => views.xml().then(({ XmlView }) => ({ default: XmlView })));
const TextView = lazy(() => views.text().then(({ TextView }) => ({ default: TextView })));
const CsvView = lazy(() => views.csv().then(({ CsvView }) => ({ default: CsvView })));

/** Fetches what a document will most likely need, while it is on its way itself. What goes wrong here goes wrong again, and is told then. */
export function prepareView(mediaType: string, channel: Channel): void {
  const prepare = async () => {
    if (mediaType === 'application/pdf') await Promise.all([views.pdf(), channel.request('pdf-worker.js')]);
    else if (mediaType.startsWith('image/')) await views.picture();
    else if (mediaType === 'application/xml')
      await Promise.all([views.xml(), channel.request('xml-worker.js')]);
  };
  prepare().catch(() => undefined);
}

/** One document, by what its bytes are. */
export function ShownFile({ bytes }: { bytes: ArrayBuffer }) {
  const { channel, file } = useFrame();
  const kind = useMemo(() => readFileKind(new Uint8Array(bytes), file), [bytes, file]);
  useEffect(() => {
    if (kind === 'none') channel.fail('unsupported');
  }, [kind, channel]);
  return (
    <Suspense>
      {kind !== 'xml' && <FileHeading />}
      {viewOf(kind, bytes, file.isCut)}
    </Suspense>
  );
}

function viewOf(kind: FileKind, bytes: ArrayBuffer, isCut: boolean) {
  switch (kind) {
    case 'pdf':
      return <PdfView bytes={bytes} />;
    case 'picture':
    case 'heic':
    case 'tiff':
      return <PictureView bytes={bytes} kind={kind} />;
    case 'xml':
      // Half an XML cannot be read, only looked at.
      return isCut ? <TextView bytes={bytes} kind={kind} /> : <XmlView bytes={bytes} />;
    case 'csv':
      return <CsvView bytes={bytes} />;
    case 'text':
      return <TextView bytes={bytes} kind={kind} />;
    case 'none':
      return null;
  }
}
