/**
 * XML into elements, for files that nobody vouches for. `saxes` reads it: strict, event by event, so that limits are checked while it
 * reads, and without document types or entities, which are refused outright. Names lose their prefix: senders choose those freely.
 */
import { NavetteError } from '@navette/model';
import { SaxesParser } from 'saxes';
import { decodeXml } from './decode-text.ts';

export interface XmlLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  /** How long reading may take. */
  readonly timeoutMs: number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/** A file past these is no invoice that a person wrote or reads. */
export const xmlLimits: XmlLimits = {
  maxBytes: 20_000_000,
  maxDepth: 100,
  maxElements: 1_000_000,
  timeoutMs: 2_000,
  now: () => performance.now(),
};

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** Names with their prefix, as written. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children, trimmed. */
  readonly text: string;
}

/** What `readXml` meets, in the order of the file. */
export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(): void;
  text(text: string): void;
  comment?(text: string): void;
}

// Between two pieces the clock is looked at.
const pieceLength = 65_536;

/**
 * Reads XML from its first byte to its last. @throws NavetteError `xml_refused` for a document type, an entity or a limit;
 * `xml_malformed` for anything that is not well-formed XML.
 */
export function readXml(bytes: Uint8Array, events: XmlEvents, limits: XmlLimits): void {
  if (bytes.length > limits.maxBytes) throw refuse(`more than ${limits.maxBytes} bytes`);
  const deadline = limits.now() + limits.timeoutMs;
  let depth = 0;
  let elements = 0;
  const parser = new SaxesParser({ position: false, xmlns: false } as const);
  parser.on('doctype', () => {
    throw refuse('a document type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > limits.maxDepth) throw refuse(`deeper than ${limits.maxDepth}`);
    if (++elements > limits.maxElements) throw refuse(`more than ${limits.maxElements} elements`);
    events.open(name, attributes);
  });
  parser.on('closetag', () => {
    depth--;
    events.close();
  });
  parser.on('text', (text) => events.text(text));
  parser.on('cdata', (text) => events.text(text));
  parser.on('comment', (text) => events.comment?.(text));
  parser.on('error', (error) => {
    throw /undefined entity/i.test(error.message) ? refuse(error) : malformed(error);
  });
  try {
    // Blank lines before the declaration are a mistake that readers everywhere forgive.
    const text = decodeXml(bytes).trimStart();
    for (let at = 0; at < text.length; at += pieceLength) {
      if (limits.now() > deadline) throw refuse(`longer than ${limits.timeoutMs} ms`);
      parser.write(text.slice(at, at + pieceLength));
    }
    parser.close();
  } catch (error) {
    throw error instanceof NavetteError ? error : malformed(error);
  }
}

/** The root element of an XML file. @throws NavetteError as `readXml` */
export function parseXml(bytes: Uint8Array, limits: XmlLimits): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const path = [startElement(top.name, top.attributes)];
  readXml(
    bytes,
    {
      open(name, attributes) {
        const element = startElement(localName(name), attributes);
        path.at(-1)?.children.push(element);
        path.push(element);
      },
      text(text) {
        const element = path.at(-1);
        if (element !== undefined) element.text += text;
      },
      close() {
        const element = path.pop();
        if (element !== undefined) element.text = element.text.trim();
      },
    },
    limits,
  );
  const root = path[0]?.children[0];
  if (root === undefined) throw malformed('no element');
  return root;
}

interface GrowingElement extends XmlElement {
  readonly children: GrowingElement[];
  text: string;
}

function startElement(name: string, attributes: Readonly<Record<string, string>>): GrowingElement {
  return { name, attributes, children: [], text: '' };
}

/** `ram:ID` → `ID`. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function refuse(why: unknown): NavetteError {
  return new NavetteError('xml_refused', {}, why);
}

function malformed(why: unknown): NavetteError {
  return new NavetteError('xml_malformed', {}, why);
}
