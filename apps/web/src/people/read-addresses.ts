export interface ReadAddress {
  readonly email: string;
  readonly name: string | null;
}

export interface ReadAddresses {
  /** Each once, in the order of the text. */
  readonly people: readonly ReadAddress[];
  /** What looks like no address. */
  readonly unread: readonly string[];
}

const email = /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;.]+$/;
const named = /"?([^"<>;\n]*?)"?\s*<\s*([^<>\s]+)\s*>/y;

/** Reads e-mail addresses as people paste them: one per line, separated by commas or spaces, `Paul Rey <paul@exemple.fr>`. */
export function readAddresses(text: string): ReadAddresses {
  const found = new Map<string, ReadAddress>();
  const unread: string[] = [];
  const take = (address: string, name: string) => {
    const wanted = address
      .replace(/^mailto:/i, '')
      .replace(/\.$/, '')
      .toLowerCase();
    if (!email.test(wanted)) unread.push(address);
    else if (!found.has(wanted)) found.set(wanted, { email: wanted, name: name.trim() || null });
  };
  for (const part of splitParts(text)) {
    named.lastIndex = 0;
    const [whole, name = '', address = ''] = named.exec(part) ?? [];
    if (whole !== undefined && whole.length === part.length) take(address, name);
    else for (const word of part.split(/[\s,]+/)) if (word !== '') take(word, '');
  }
  return { people: [...found.values()], unread };
}

/** A comma separates, unless it is in a name: `"Rey, Paul" <paul@exemple.fr>`. */
function splitParts(text: string): string[] {
  const parts = text.split(/[;\n\r]+|,(?=(?:[^"\n]*"[^"\n]*")*[^"\n]*$)|(?<=>)\s+/m);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
