/** The page of applications, from their manifests. */
import {
  type AcceptedType,
  type CredentialField,
  type Limits,
  limitsFor,
  type Manifest,
} from '@navette/connector';
import { formatBytes } from '@navette/model';
import { type Language, type PageWords, pageWords, shapes } from './page-words.ts';

const formatNames: Readonly<Record<string, string>> = {
  'application/msword': 'DOC',
  'application/vnd.ms-excel': 'XLS',
  'application/vnd.ms-powerpoint': 'PPT',
  'application/vnd.oasis.opendocument.text': 'ODT',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'text/plain': 'TXT',
};

/** One section for each manifest, in the order given. */
export function renderConnectorPage(manifests: readonly Manifest[], language: Language): string {
  const { title, intro, other } = pageWords[language];
  const sections = manifests.map((manifest) => renderSection(manifest, language));
  return [`# ${title}`, other, ...intro, ...sections].join('\n\n').concat('\n');
}

function renderSection(manifest: Manifest, language: Language): string {
  const words = pageWords[language];
  const { name, summary, notes = [] } = manifest;
  const facts = factsOf(manifest, language).map(([label, text]) => [`**${label}**`, text]);
  return [
    `## ${name}`,
    summary[language],
    renderTable(['', ''], facts),
    `### ${words.needs}`,
    renderFields(manifest, language),
    `### ${words.types}`,
    renderTypes(manifest, language),
    ...(notes.length === 0
      ? []
      : [`### ${words.notes}`, notes.map((note) => `- ${note[language]}`).join('\n')]),
  ].join('\n\n');
}

function factsOf(manifest: Manifest, language: Language): [string, string][] {
  const words = pageWords[language];
  const { facts } = words;
  const { clientKey, limits, rate, silenceMs = 0 } = manifest;
  const client = [
    fill(words.client, { label: clientKey.label[language], example: clientKey.example }),
    ...(manifest.listsDossiers ? [words.listed] : []),
    words.checked[clientKey.checked],
  ];
  const { requests, concurrency } = rate;
  const window = durationOf(rate.windowMs, words);
  return [
    [facts.kind, words.kind[manifest.kind]],
    [facts.client, client.join(language === 'fr' ? '\u00a0; ' : '; ')],
    [facts.formats, formatsOf(limits, words)],
    [facts.size, sizesOf(limits, words, language)],
    [facts.rate, fill(words.rate, { requests, concurrency, window })],
    [facts.answer, fill(words.within, { seconds: manifest.requestTimeoutMs / 1_000 })],
    [facts.after, fill(words.after[manifest.confirmation], { hours: silenceMs / 3_600_000 })],
    [facts.twice, words.twice[manifest.duplicates]],
    [facts.sure, words.sure[manifest.confidence]],
  ];
}

function renderFields({ fields }: Manifest, language: Language): string {
  const words = pageWords[language];
  if (fields.length === 0) return words.needsNothing;
  return renderTable(
    words.needsColumns,
    fields.map((field) => [field.label[language], describeField(field, words, language)]),
  );
}

function describeField(field: CredentialField, words: PageWords, language: Language): string {
  const { secret, required, learned, ofOperator, normalise, defaultValue, choices, help } = field;
  const values = choices?.map(({ label }) => label[language]).join(', ') ?? '';
  const marks = [
    secret && words.field.secret,
    choices && fill(words.field.choices, { values }),
    !choices && shapes[language][normalise],
    learned && words.field.learned,
    !required && !learned && words.field.optional,
    ofOperator && words.field.ofOperator,
    defaultValue && fill(words.field.default, { value: defaultValue }),
  ].filter((mark) => typeof mark === 'string');
  return [marks.join(', '), help?.[language] ?? ''].filter((text) => text !== '').join('. ');
}

function renderTypes(manifest: Manifest, language: Language): string {
  const words = pageWords[language];
  const hasOwnLimits = manifest.types.some(({ limits }) => limits !== undefined);
  const rows = manifest.types.map((accepted) => {
    const { type, partnerValue, confirmed, afterUnknown } = accepted;
    const shown = partnerValue.replaceAll('{key}', manifest.clientKey.example);
    const value = `\`${shown}\`${confirmed ? '' : ` (${words.unconfirmed})`}`;
    const cells = [words.type[type], value, words.lost[afterUnknown]];
    return hasOwnLimits ? [...cells, ownLimits(manifest, accepted, language)] : cells;
  });
  return renderTable(words.typesColumns.slice(0, hasOwnLimits ? 4 : 3), rows);
}

function ownLimits(manifest: Manifest, { type, limits }: AcceptedType, language: Language): string {
  if (limits === undefined) return '';
  const words = pageWords[language];
  const all = limitsFor(manifest, type);
  return `${formatsOf(all, words)} (${sizesOf(all, words, language)})`;
}

function formatsOf({ mediaTypes }: Limits, { anyFormat }: PageWords): string {
  if (mediaTypes.includes('*')) return anyFormat;
  const names = mediaTypes.map((each) => formatNames[each] ?? each.replace(/^.*\//, '').toUpperCase());
  return [...new Set(names)].join(', ');
}

function sizesOf(
  { maxBytes, maxImageBytes, minBytes }: Limits,
  words: PageWords,
  language: Language,
): string {
  const say = (text: string, bytes: number | undefined) =>
    bytes === undefined ? [] : [fill(text, { size: formatBytes(bytes, language) })];
  return [
    ...say(words.atMost, maxBytes),
    ...say(
      words.images,
      maxImageBytes === undefined || maxImageBytes >= maxBytes ? undefined : maxImageBytes,
    ),
    ...say(words.atLeast, minBytes),
  ].join(', ');
}

/** `seconde`, `10 s`, `minute` */
function durationOf(ms: number, { second, minute }: PageWords): string {
  if (ms === 1_000) return second;
  if (ms === 60_000) return minute;
  return ms % 60_000 === 0 ? `${ms / 60_000}\u00a0min` : `${ms / 1_000}\u00a0s`;
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
