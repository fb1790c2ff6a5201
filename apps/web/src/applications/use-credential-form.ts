import { ApiError, type Application } from '@navette/api';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';

type Fields = Application['fields'];
type Values = Readonly<Record<string, string>>;

/**
 * What is typed in the form of an application, and what is wrong with it, by field.
 * @param kept the values that are kept and may be read, when credentials are renewed; `null` for an application to add
 * @param keptSecrets the fields whose secret is kept
 */
export function useCredentialForm(
  fields: Fields,
  kept: Values | null,
  keptSecrets: readonly string[] | null = null,
) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isRenewal = kept !== null;
  const [values, setValues] = useState<Values>(() => initialValues(fields, kept));
  const [problems, setProblems] = useState<Values>({});
  const [removed, setRemoved] = useState<readonly string[]>([]);
  return {
    isRenewal,
    values,
    problems,
    keptSecrets: keptSecrets ?? [],
    /** The secrets to take away; one that is typed anew is not among them. */
    removed,
    remove(name: string, isRemoved: boolean) {
      setRemoved((old) => [...old.filter((each) => each !== name), ...(isRemoved ? [name] : [])]);
    },
    change(name: string, value: string) {
      setValues((old) => ({ ...old, [name]: value }));
      setRemoved((old) => old.filter((each) => each !== name));
      setProblems(({ [name]: _, ...others }) => others);
    },
    /** @returns whether everything is there; what is missing is said at its field, and the first of them is gone to */
    isComplete(form: HTMLFormElement): boolean {
      const missing = fields.filter((field) => isMissing(field, values, isRenewal)).map(({ name }) => name);
      const said = Object.fromEntries(missing.map((name) => [name, t('applications.form.missing')]));
      flushSync(() => setProblems(said));
      focusField(form, missing[0]);
      return missing.length === 0;
    },
    /** Says a refusal at the field it names. */
    refuse(form: HTMLFormElement | null, error: unknown) {
      const name = fieldOf(error, fields);
      if (name === null) return;
      const { code, sentence } = describeProblem(error, language);
      const said = code === 'invalid_request' ? t('applications.form.check') : sentence;
      flushSync(() => setProblems({ [name]: said }));
      if (form) focusField(form, name);
    },
    /** Whether a refusal is said at its field already. */
    isAtField: (error: unknown) => fieldOf(error, fields) !== null,
  };
}

function initialValues(fields: Fields, kept: Values | null): Values {
  return Object.fromEntries(
    fields.map(({ name, defaultValue }) => [name, kept === null ? (defaultValue ?? '') : (kept[name] ?? '')]),
  );
}

function isMissing({ name, isRequired, isSecret }: Fields[number], values: Values, isRenewal: boolean) {
  return isRequired && !(isRenewal && isSecret) && (values[name] ?? '').trim() === '';
}

/** The name of the field that a problem is about, `credentials.<name>`; `null` when it names none of this form. */
function fieldOf(error: unknown, fields: Fields): string | null {
  if (!(error instanceof ApiError)) return null;
  const name = error.field?.replace(/^credentials\./, '');
  return fields.some((field) => field.name === name) ? (name ?? null) : null;
}

/** Goes to a field, and shows it whole, with what is said under it. */
function focusField(form: HTMLFormElement, name: string | undefined): void {
  if (name === undefined) return;
  const field = form.elements.namedItem(name);
  if (!(field instanceof HTMLElement)) return;
  field.focus({ preventScroll: true });
  const part = [...form.children].find((child) => child.contains(field));
  part?.scrollIntoView({ block: 'nearest' });
}
