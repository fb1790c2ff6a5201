import { readXml, type XmlLimits, xmlLimits } from './parse-xml.ts';

/** Lines of XML for people to read. */
export interface IndentedXml {
  readonly text: string;
  /** Whether it stops before the end of the file. */
  readonly isCut: boolean;
}

/**
 * The same XML, an element to a line and each level two spaces further in; white space between elements goes, text keeps its words.
 * Stops after `maxLength` characters. @throws NavetteError `xml_refused`, `xml_malformed`
 */
export function indentXml(bytes: Uint8Array, maxLength: number, limits: XmlLimits = xmlLimits): IndentedXml {
  const writer = createWriter(maxLength);
  readXml(bytes, writer, limits);
  return writer.finish();
}

function createWriter(maxLength: number) {
  const path: { name: string; hasChildren: boolean }[] = [];
  const lines: string[] = [];
  let length = 0;
  // The tag or comment that is being written, and the text after it.
  let line = '';
  const endLine = () => {
    if (line !== '' && length <= maxLength) {
      lines.push(line);
      length += line.length + 1;
    }
    line = '';
  };
  const startLine = (text: string) => {
    endLine();
    line = '  '.repeat(path.length) + text;
  };
  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      const parent = path.at(-1);
      if (parent !== undefined) parent.hasChildren = true;
      const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value, true)}"`);
      startLine(`<${name}${written.join('')}>`);
      path.push({ name, hasChildren: false });
    },
    text(text: string) {
      const words = text.trim();
      if (words === '') return;
      if (path.at(-1)?.hasChildren === true) startLine(escapeXml(words, false));
      else line += escapeXml(words, false);
    },
    comment(text: string) {
      const parent = path.at(-1);
      if (parent !== undefined) parent.hasChildren = true;
      startLine(`<!--${text}-->`);
    },
    close() {
      const element = path.pop();
      if (element === undefined) return;
      if (element.hasChildren) startLine(`</${element.name}>`);
      else line += `</${element.name}>`;
    },
    finish(): IndentedXml {
      endLine();
      return { text: lines.join('\n').slice(0, maxLength), isCut: length > maxLength };
    },
  };
}

function escapeXml(text: string, isAttribute: boolean): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return isAttribute ? escaped.replaceAll('"', '&quot;') : escaped.replaceAll('>', '&gt;');
}
