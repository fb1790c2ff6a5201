/** What every mail of Navette looks like: one column that Outlook, a phone and a screen reader all read. */

export interface MailContent {
  readonly language: 'fr' | 'en';
  readonly subject: string;
  /** Who writes: the firm, or Navette itself where no firm is concerned. */
  readonly firmName: string | null;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly url: string };
  /** Why one receives this, and what to do when one should not have. */
  readonly footer: string;
}

export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const ink = '#12262C';
const quiet = '#576A71';
const line = '#E2E9EA';
const action = '#0E5F73';
const font = "font-family:'IBM Plex Sans','Segoe UI',Helvetica,Arial,sans-serif";

const linkSentence = {
  fr: 'Si le bouton ne s’ouvre pas, copiez cette adresse dans votre navigateur\u00a0:',
  en: 'If the button does not open, copy this address into your browser:',
};

/** A mail as text and as HTML. Everything given is text: what looks like markup is shown, not obeyed. */
export function composeMail(content: MailContent): ComposedMail {
  const subject = oneLine(content.subject);
  return { subject, text: composeText(content), html: composeHtml({ ...content, subject }) };
}

function composeText({ firmName, paragraphs, action: link, footer }: MailContent): string {
  const button = link === undefined ? [] : [`${link.label}\u00a0:\n${link.url}`];
  return [firmName ?? 'Navette', ...paragraphs, ...button, `--\n${footer}`].join('\n\n').concat('\n');
}

/** Tables and inline styles: Outlook draws with Word, which knows no flex box and few style sheets. */
function composeHtml(content: MailContent): string {
  const { language, subject, firmName, paragraphs, footer } = content;
  const cell = (style: string, inner: string) => `<tr><td style="${font};${style}">${inner}</td></tr>`;
  const rows = [
    cell(
      `padding:20px 28px;border-bottom:1px solid ${line};font-size:15px;font-weight:600;color:${ink}`,
      escapeHtml(firmName ?? 'Navette'),
    ),
    cell(
      `padding:24px 28px 0;font-size:15px;line-height:23px;color:${ink}`,
      paragraphs.map((each) => `<p style="margin:0 0 14px">${escapeHtml(each)}</p>`).join(''),
    ),
    ...buttonRows(content, cell),
    cell(
      `padding:16px 28px 20px;border-top:1px solid ${line};font-size:12px;line-height:18px;color:${quiet}`,
      escapeHtml(footer),
    ),
  ];
  const table = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:0;background-color:#F3F6F6">
<table ${table} width="100%" bgcolor="#F3F6F6"><tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table ${table} width="560"><tr><td><![endif]-->
<table ${table} width="100%" bgcolor="#FFFFFF" style="max-width:560px;border:1px solid ${line};border-radius:10px;text-align:left">
${rows.join('\n')}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

function buttonRows(
  { language, action: link }: MailContent,
  cell: (style: string, inner: string) => string,
): string[] {
  if (link === undefined) return [];
  const url = escapeHtml(link.url);
  const button =
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>` +
    `<td bgcolor="${action}" style="border-radius:6px;padding:11px 20px">` +
    `<a href="${url}" style="${font};font-size:15px;font-weight:600;color:#FFFFFF;text-decoration:none">${escapeHtml(link.label)}</a>` +
    '</td></tr></table>';
  return [
    cell('padding:8px 28px 20px', button),
    cell(
      `padding:0 28px 20px;font-size:12px;line-height:18px;color:${quiet};word-break:break-all`,
      `${linkSentence[language]}<br><a href="${url}" style="color:${action}">${url}</a>`,
    ),
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character).replaceAll('\n', '<br>');
}

/** A subject is one header: a line break in a name does not begin another. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}
