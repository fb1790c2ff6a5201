import {
  IconFile,
  IconFileText,
  IconFileTypeCsv,
  IconFileTypeDoc,
  IconFileTypePdf,
  IconFileTypeXls,
  IconFileTypeXml,
  IconFileTypeZip,
  IconPhoto,
} from '@tabler/icons-react';

const byMediaType: readonly [pattern: RegExp, icon: typeof IconFile][] = [
  [/pdf/, IconFileTypePdf],
  [/^image\//, IconPhoto],
  [/spreadsheet|excel/, IconFileTypeXls],
  [/word|opendocument\.text|rtf/, IconFileTypeDoc],
  [/csv/, IconFileTypeCsv],
  [/xml/, IconFileTypeXml],
  [/zip|compressed/, IconFileTypeZip],
  [/^text\//, IconFileText],
];

/** The kind of a file, for the eye only: the name says it to everyone. */
export function FileIcon({ mediaType }: { mediaType: string }) {
  const Icon = byMediaType.find(([pattern]) => pattern.test(mediaType))?.[1] ?? IconFile;
  return <Icon size={16} aria-hidden style={{ flex: 'none', color: 'var(--ink-2)' }} />;
}
