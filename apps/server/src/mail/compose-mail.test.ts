import { describe, expect, it } from 'vitest';
import { composeMail } from './compose-mail.ts';

const content = {
  language: 'fr' as const,
  subject: 'Invitation',
  firmName: 'Morvan & Associés',
  paragraphs: ['Bonjour,', 'Claire vous invite.'],
  action: { label: 'Accepter', url: 'https://navette.exemple.fr/invitation#a.b?c=1&d=2' },
  footer: 'Ignorez cet e-mail si vous ne l’attendiez pas.',
};

describe('a composed mail', () => {
  it('says the same in text and in HTML, link included', () => {
    const { text, html } = composeMail(content);
    for (const words of ['Claire vous invite.', 'Accepter', 'Ignorez cet e-mail'])
      expect([text, html].every((each) => each.includes(words))).toBe(true);
    expect(text).toContain('https://navette.exemple.fr/invitation#a.b?c=1&d=2');
    expect(html).toContain('href="https://navette.exemple.fr/invitation#a.b?c=1&amp;d=2"');
    expect(html).toContain('Morvan &amp; Associés');
    expect(html).toContain('<html lang="fr">');
  });

  it('shows what looks like markup instead of obeying it', () => {
    const { html, text } = composeMail({
      ...content,
      firmName: '<img src=x onerror=alert(1)>',
      paragraphs: ['"><script>alert(1)</script>'],
      action: { label: '<b>', url: 'https://x.fr/"onclick="x' },
    });
    expect(html).not.toMatch(/<script|<img|<b>|"onclick/);
    expect(text).toContain('<script>alert(1)</script>');
  });

  it('keeps a subject in one header', () => {
    expect(composeMail({ ...content, subject: 'Essai\r\nBcc: autre@exemple.fr' }).subject).toBe(
      'Essai Bcc: autre@exemple.fr',
    );
  });

  it('needs no style sheet and loads nothing from elsewhere', () => {
    const { html } = composeMail(content);
    expect(html).not.toMatch(/<style|<link|src=|url\(/);
  });

  it('has no button when there is nothing to open', () => {
    const { action: _, ...rest } = content;
    expect(composeMail(rest).html).not.toContain('<a ');
    expect(composeMail({ ...rest, language: 'en' }).text).not.toContain('https://');
  });
});
