import { useClientGestures } from '../documents/client-gestures.ts';
import { DocumentPreview } from '../preview/document-preview.tsx';
import type { History } from './history-tab.tsx';

/** What the current version looks like. */
export function PreviewTab({ history: { document, versions } }: { history: History }) {
  const { firm } = useClientGestures();
  const current = versions[0]?.version;
  if (!current) return null;
  return (
    <DocumentPreview
      firm={firm}
      document={document.id}
      version={current.id}
      name={document.name}
      mediaType={current.mediaType}
      sizeBytes={current.sizeBytes}
    />
  );
}
